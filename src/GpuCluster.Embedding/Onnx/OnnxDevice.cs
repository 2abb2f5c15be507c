using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using Microsoft.ML.OnnxRuntime;

namespace GpuCluster.Embedding.Onnx;

/// <summary>Where a model runs.</summary>
/// <param name="CudaIndex">The CUDA device, from 0; null for the processor.</param>
public readonly record struct OnnxDevice(int? CudaIndex)
{
    /// <summary>The provider's name in ONNX Runtime's own list.</summary>
    public const string CudaProvider = "CUDAExecutionProvider";

    /// <summary>ONNX Runtime's entry for the folder of external data of a model in memory (onnxruntime_session_options_config_keys.h).
    /// </summary>
    private const string FolderOfWeights = "session.model_external_initializers_file_folder_path";

    /// <summary>
    /// The time allowed for loading: weights in files of their own and the work on the graph count nothing in the model's size.
    /// </summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromMinutes(5);

    /// <summary>Where ONNX Runtime writes what each operator did and how long it took: the path's first part; null for nowhere.</summary>
    internal string? ProfilePrefix { get; init; }

    /// <summary>The processor.</summary>
    public static OnnxDevice Host { get; } = new(null);

    /// <summary>Whether the ONNX Runtime of this build has the CUDA provider.</summary>
    public static bool OffersCuda => OnnxProviders.List().Names.Contains(CudaProvider);

    /// <inheritdoc/>
    public override string ToString() => CudaIndex is { } index ? $"cuda:{index}" : "host";

    /// <summary>Loads a model.</summary>
    /// <param name="path">The .onnx file.</param>
    /// <param name="threads">Which threads work on a run.</param>
    /// <exception cref="UnusableInputException">The file is no model that ONNX Runtime can run.</exception>
    /// <exception cref="MachineFaultException">The device cannot be used.</exception>
    internal InferenceSession Load(string path, SessionThreads threads = SessionThreads.Callers)
    {
        OnnxDevice device = this;
        try
        {
            return LibraryCall.Run(File.Exists(path) ? new FileInfo(path).Length : 0, Allowed, () => device.Create(path, threads));
        }
        catch (Exception e) when (e is OnnxRuntimeException or TimeoutException)
        {
            if (CudaIndex is not null && e.Message.Contains("CUDA", StringComparison.Ordinal))
            {
                throw new MachineFaultException($"{this}: the model cannot be loaded there ({e.Message}); use the processor", e)
                {
                    Remedies = [Remedy.ComputeOnHost],
                };
            }

            throw new UnusableInputException(
                $"{path}: no model that ONNX Runtime can run ({e.Message.ReplaceLineEndings(" ")}); fetch or export the file again, "
                    + "with its .onnx_data file where it has one",
                e
            );
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new MachineFaultException(
                $"ONNX Runtime's native library cannot be loaded, so no model runs: {(e.InnerException ?? e).Message}",
                e
            );
        }
    }

    private InferenceSession Create(string path, SessionThreads threads)
    {
        _ = OnnxEnvironment.Open();
        using SessionOptions options = new()
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (threads != SessionThreads.All)
            (options.IntraOpNumThreads, options.InterOpNumThreads) = (1, 1);
        if (threads == SessionThreads.CallersPlainly)
            options.GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL;
        if (CudaIndex is { } index)
            AppendCuda(options, index);
        if (ProfilePrefix is { } prefix)
        {
            // In this order: switched on, it takes the prefix of that moment, which is otherwise one in the working directory.
            options.ProfileOutputPathPrefix = prefix;
            options.EnableProfiling = true;
        }

        return Linked(path, options) ?? new InferenceSession(path, options);
    }

    // Null: the file is loaded as it is, and what is wrong with it is told by that.
    private static InferenceSession? Linked(string path, SessionOptions options)
    {
        if (LinkedModel.TryRead(path) is not { } model)
            return null;
        options.AddSessionConfigEntry(FolderOfWeights, model.Folder);
        try
        {
            return new InferenceSession(model.Bytes, options);
        }
        catch (OnnxRuntimeException)
        {
            return null;
        }
    }

    private static void AppendCuda(SessionOptions options, int index)
    {
        // Without the CUDA package the call below fails in ways that depend on the package.
        if (!OffersCuda)
        {
            throw new UnusableInputException(
                $"cuda:{index}: this program was built without ONNX Runtime's CUDA provider; use the processor"
            )
            {
                Remedies = [Remedy.ComputeOnHost],
            };
        }

        try
        {
            options.AppendExecutionProvider_CUDA(index);
        }
        catch (OnnxRuntimeException e)
        {
            throw new MachineFaultException(
                $"cuda:{index}: ONNX Runtime cannot use it ({e.Message}); install the CUDA and cuDNN libraries it names, or use the "
                    + "processor",
                e
            )
            {
                Remedies = [Remedy.ComputeOnHost],
            };
        }
    }
}
