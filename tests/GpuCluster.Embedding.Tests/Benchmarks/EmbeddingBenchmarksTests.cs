using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Tests.Benchmarks;

/// <summary>
/// Every variant that the benchmark runner times between pictures and vectors gives the right result, and the benchmark runner would notice
/// a wrong one.
/// </summary>
public sealed class EmbeddingBenchmarksTests
{
    public static TheoryData<string> Names => [.. EmbeddingBenchmarks.Variants(1).Select(NameOf)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_variant_agrees_with_the_reference(string name)
    {
        KernelVariant variant = EmbeddingBenchmarks.Variants(2).Single(each => NameOf(each) == name);
        foreach (KernelSize size in (KernelSize[])[new(2, 1), new(3, 17), new(11, 40)])
        {
            using IKernelRun run = variant.Prepare(size, 7);
            run.Run(TestContext.Current.CancellationToken);
            Assert.InRange(run.MaxRelativeError(), 0, variant.MaxError > KernelVariant.Rounding ? variant.MaxError : 1e-6);
            Assert.True(run.Bytes > 0);
        }
    }

    [Fact]
    public void Names_are_unique() => Assert.Distinct(EmbeddingBenchmarks.Variants(1).Select(NameOf));

    /// <summary>Bytes stand a step of 1/255 apart; what another filter makes, or a neighbouring pixel, is farther off.</summary>
    [Fact]
    public void Another_filter_and_another_pixel_are_noticed()
    {
        const int Side = 30;
        DecodedImage image = SyntheticImages.Create(3, 0);
        ImagePreparer preparer = new(
            new ImagePreparation
            {
                Filter = ResampleFilter.Bicubic,
                ShortestSide = Side,
                Width = Side,
                Height = Side,
                RoundsCutToEven = false,
                Rescale = 1 / 255.0,
                Mean = [0, 0, 0],
                Deviation = [1, 1, 1],
            }
        );
        float[] planes = new float[preparer.Length];
        preparer.Prepare(image, planes);
        double right = ResizeReference.MaxError(image, ResampleFilter.Bicubic, Side, planes);
        Assert.InRange(right, 0, 1.0 / 255);
        Assert.True(ResizeReference.MaxError(image, ResampleFilter.Bilinear, Side, planes) > 1.5 / 255);
        Assert.True(ResizeReference.MaxError(image, ResampleFilter.Bicubic, Side, [.. planes.Skip(1), 0]) > 1.5 / 255);
    }

    private static string NameOf(KernelVariant variant) => $"{variant.Bench}: {variant.Kernel}, {variant.Variant}";
}
