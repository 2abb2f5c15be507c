using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace GpuCluster.Embedding.Onnx;

/// <summary>
/// ONNX Runtime's environment, with telemetry switched off. It must be opened before any other type of ONNX Runtime is used: loading the
/// native library already writes a device identifier and a database of events into the user's cache.
/// </summary>
internal static partial class OnnxEnvironment
{
    /// <summary>The variable that ONNX Runtime 1.31 reads once, when it starts (its Privacy.md, "Disabling Telemetry").</summary>
    private const string NoTelemetry = "ORT_DISABLE_TELEMETRY";

    /// <summary>Opens it; a later call returns the same one.</summary>
    /// <exception cref="DllNotFoundException">The native library is not there.</exception>
    public static OrtEnv Open()
    {
        // On Unix, .NET keeps its own copy of the variables and does not pass a change on to native code.
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(NoTelemetry, "1");
        else
            _ = SetVariable(NoTelemetry, "1", overwrite: 1);

        OrtEnv environment = OrtEnv.Instance();
        environment.DisableTelemetryEvents();
        return environment;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
