using GpuCluster.Core.Errors;

namespace GpuCluster.App.Devices;

/// <summary>The compute device a user asked for.</summary>
/// <param name="Kind">Which family.</param>
/// <param name="Index">Which one of that family, from 0; null for the first.</param>
internal readonly record struct DeviceRequest(DeviceRequestKind Kind, int? Index)
{
    /// <summary>Reads auto, host, cuda[:I], opencl[:I] or ilgpu-cpu.</summary>
    /// <exception cref="UnusableInputException">Anything else.</exception>
    public static DeviceRequest Parse(string option, string text)
    {
        string[] parts = text.Split(':');
        DeviceRequestKind? kind = parts[0] switch
        {
            "auto" => DeviceRequestKind.Auto,
            "host" => DeviceRequestKind.Host,
            "cuda" => DeviceRequestKind.Cuda,
            "opencl" => DeviceRequestKind.OpenCl,
            "ilgpu-cpu" => DeviceRequestKind.IlgpuCpu,
            _ => null,
        };
        int? index = null;
        bool indexed = parts.Length == 2 && kind is DeviceRequestKind.Cuda or DeviceRequestKind.OpenCl;
        if (indexed && int.TryParse(parts[1], out int parsed) && parsed >= 0)
            index = parsed;

        return kind is { } known && (parts.Length == 1 || index is not null)
            ? new DeviceRequest(known, index)
            : throw new UnusableInputException(
                $"{option} {text}: unknown device; use auto, host, cuda, cuda:I, opencl, opencl:I or ilgpu-cpu (see `gpucluster devices`)"
            );
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = Kind switch
        {
            DeviceRequestKind.Auto => "auto",
            DeviceRequestKind.Host => "host",
            DeviceRequestKind.Cuda => "cuda",
            DeviceRequestKind.OpenCl => "opencl",
            _ => "ilgpu-cpu",
        };
        return Index is { } index ? $"{name}:{index}" : name;
    }
}
