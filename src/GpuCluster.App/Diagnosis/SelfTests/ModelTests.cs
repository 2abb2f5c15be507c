using GpuCluster.App.CommandLine;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>The bundled model on each provider of ONNX Runtime: its vectors, and which provider really ran its operators.</summary>
internal static class ModelTests
{
    private const int Images = 8;

    /// <summary>Runs them.</summary>
    public static IEnumerable<SelfTestRow> Run(SelfTestScope scope)
    {
        const string All = "models";
        OnnxProviders providers = OnnxProviders.List();
        if (providers.Reason is { } reason)
        {
            yield return new SelfTestRow(All, SelfTestState.Failed, reason);
            yield break;
        }

        if (BundledAssets.TryFind("models", "tiny-clip") is not { } path)
        {
            yield return SelfTestRow.Skipped(All, "the bundled model (models/tiny-clip) is not here");
            yield break;
        }

        ModelFolder folder = ModelFolder.Open(path);
        yield return Vectors(folder, OnnxDevice.Host, scope);
        yield return Provider(folder, OnnxDevice.Host, "CPUExecutionProvider");
        if (providers.Names.Contains(OnnxDevice.CudaProvider))
        {
            OnnxDevice cuda = new(0);
            yield return Vectors(folder, cuda, scope);
            yield return Provider(folder, cuda, OnnxDevice.CudaProvider);
        }
        else
        {
            yield return SelfTestRow.Skipped("provider on cuda:0", "this build of ONNX Runtime has no CUDA provider");
        }
    }

    private static SelfTestRow Vectors(ModelFolder folder, OnnxDevice device, SelfTestScope scope)
    {
        string name = $"image model on {device}";
        return SelfTestRow.Run(
            name,
            () =>
            {
                KernelVariant variant = new ModelKernels(folder, device, scope.Threads).OnTensors().First();
                using IKernelRun run = variant.Prepare(new KernelSize(Images, 0), SelfTestScope.Seed);
                run.Run(scope.Cancellation);
                return SelfTestRow.Compared(name, run.MaxRelativeError(), variant.MaxError);
            }
        );
    }

    private static SelfTestRow Provider(ModelFolder folder, OnnxDevice device, string expected)
    {
        string name = $"provider on {device}";
        return SelfTestRow.Run(
            name,
            () =>
            {
                IReadOnlyList<(string Provider, int Operators)> ran = ProviderUse.Of(folder, device);
                bool isExpected = ran is [var first, ..] && first.Provider == expected;
                return new SelfTestRow(
                    name,
                    isExpected ? SelfTestState.Passed : SelfTestState.Failed,
                    $"{string.Join(", ", ran.Select(each => $"{each.Provider} ran {each.Operators} operators"))}"
                );
            }
        );
    }
}
