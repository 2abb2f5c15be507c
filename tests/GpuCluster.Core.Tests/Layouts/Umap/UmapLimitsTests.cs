using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapLimitsTests
{
    public static TheoryData<UmapOptions, string, string> Impossible =>
        new()
        {
            {
                new UmapOptions { Dims = 4 },
                nameof(UmapOptions.Dims),
                "dimensions 4: a layout has 2 or 3 dimensions"
            },
            {
                new UmapOptions { Neighbours = 1 },
                nameof(UmapOptions.Neighbours),
                "neighbours 1: give 2 or more neighbours, the sample itself included"
            },
            {
                new UmapOptions { Epochs = -1 },
                nameof(UmapOptions.Epochs),
                "epochs -1: give 0 or more epochs"
            },
            {
                new UmapOptions { Spread = 0 },
                nameof(UmapOptions.Spread),
                "spread 0: give a number from 0.01 to 100"
            },
            {
                new UmapOptions { Spread = double.NaN },
                nameof(UmapOptions.Spread),
                "spread NaN: give a number from 0.01 to 100"
            },
            {
                new UmapOptions { MinDist = 2 },
                nameof(UmapOptions.MinDist),
                "least distance 2: give a number from 0 to 1, the spread"
            },
            {
                new UmapOptions { MinDist = -0.1 },
                nameof(UmapOptions.MinDist),
                "least distance -0.1: give a number from 0 to 1, the spread"
            },
            {
                new UmapOptions { LearningRate = double.PositiveInfinity },
                nameof(UmapOptions.LearningRate),
                "learning rate Infinity: give a number from 1E-06 to 100"
            },
            {
                new UmapOptions { Repulsion = -1 },
                nameof(UmapOptions.Repulsion),
                "repulsion -1: give a number from 0 to 100"
            },
            {
                new UmapOptions { NegativeSamples = 101 },
                nameof(UmapOptions.NegativeSamples),
                "negative samples 101: give a number from 0 to 100"
            },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_with_the_reason(UmapOptions options, string property, string message)
    {
        OptionFault? fault = UmapLimits.FaultIn(options);

        Assert.Equal(property, fault?.Property);
        Assert.Equal(message, fault?.Message);
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => UmapLimits.ThrowIfImpossible(options)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_defaults_and_the_bounds_themselves_are_possible()
    {
        Assert.Null(UmapLimits.FaultIn(new UmapOptions()));
        Assert.Null(
            UmapLimits.FaultIn(
                new UmapOptions
                {
                    Dims = 2,
                    Neighbours = 2,
                    Epochs = 0,
                    Spread = UmapLimits.MinSpread,
                    MinDist = UmapLimits.MinSpread,
                    LearningRate = UmapLimits.MinLearningRate,
                    Repulsion = 0,
                    NegativeSamples = 0,
                }
            )
        );
        Assert.Null(
            UmapLimits.FaultIn(
                new UmapOptions
                {
                    Spread = UmapLimits.MaxSpread,
                    MinDist = UmapLimits.MaxSpread,
                    LearningRate = UmapLimits.MaxLearningRate,
                    Repulsion = UmapLimits.MaxRepulsion,
                    NegativeSamples = UmapLimits.MaxNegativeSamples,
                }
            )
        );
    }

    [Fact]
    public void A_running_layout_keeps_its_graph_and_its_seed()
    {
        UmapOptions present = new();

        Assert.Equal(
            "dimensions 2: the layout has 3; another number needs another initial layout",
            UmapLimits.FaultOfChange(present, present with { Dims = 2 })?.Message
        );
        Assert.Equal(
            "neighbours 30: the graph has 15; another number needs another graph",
            UmapLimits.FaultOfChange(present, present with { Neighbours = 30 })?.Message
        );
        Assert.Equal(
            "seed 18446744073709551615: the initial layout was made with 42",
            UmapLimits.FaultOfChange(present, present with { Seed = ulong.MaxValue })?.Message
        );
        Assert.Equal(nameof(UmapOptions.Spread), UmapLimits.FaultOfChange(present, present with { Spread = -1 })?.Property);
        Assert.Null(
            UmapLimits.FaultOfChange(
                present,
                present with
                {
                    Spread = 2,
                    MinDist = 0,
                    LearningRate = 0.5,
                    Repulsion = 3,
                    NegativeSamples = 10,
                    Epochs = 7,
                }
            )
        );
    }
}
