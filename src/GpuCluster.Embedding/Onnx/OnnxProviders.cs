using Microsoft.ML.OnnxRuntime;

namespace GpuCluster.Embedding.Onnx;

/// <summary>The execution providers of this build's ONNX Runtime.</summary>
/// <param name="Version">Its version, or null where it cannot be loaded.</param>
/// <param name="Names">Execution providers, the preferred first, for example "CUDAExecutionProvider"; empty where it cannot be
/// loaded.</param>
/// <param name="Reason">Why there are none, or null.</param>
public sealed record OnnxProviders(string? Version, IReadOnlyList<string> Names, string? Reason)
{
    /// <summary>Queries the native library. If it is absent or incompatible, that is returned as a reason, never thrown.</summary>
    public static OnnxProviders List()
    {
        try
        {
            OrtEnv environment = OnnxEnvironment.Open();
            return new OnnxProviders(environment.GetVersionString(), environment.GetAvailableProviders(), null);
        }
        catch (Exception fault)
            when (fault
                    is DllNotFoundException
                        or BadImageFormatException
                        or EntryPointNotFoundException
                        or TypeInitializationException
                        or OnnxRuntimeException
            )
        {
            string cause = (fault.InnerException ?? fault).Message;
            return new OnnxProviders(null, [], $"ONNX Runtime's native library cannot be loaded: {cause.AsSpan(0, Length(cause))}");
        }
    }

    /// <summary>A loader's message lists every path it tried; its first line is enough.</summary>
    private static int Length(string message)
    {
        int end = message.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? message.Length : end;
    }
}
