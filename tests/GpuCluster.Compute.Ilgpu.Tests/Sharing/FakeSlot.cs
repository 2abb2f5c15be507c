using System.Numerics;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Compute.Ilgpu.Tests.Sharing;

/// <summary>A slot in exported memory whose handles are descriptors of files, so that each can be followed.</summary>
internal sealed class FakeSlot : IPositionSlotMemory
{
    /// <summary>More than the positions take, as drivers round up.</summary>
    public const int AllocatedBytes = 65_536;

    private readonly string _file;
    private readonly Vector4[] _positions;
    private readonly Func<bool> _isFree;

    /// <param name="folder">For the files.</param>
    /// <param name="index">Names them.</param>
    /// <param name="count">n.</param>
    /// <param name="finished">Counts frames.</param>
    /// <param name="isFree">Asked when the memory is freed: whether no import is left.</param>
    /// <param name="bytes">The size that the exporter states.</param>
    public FakeSlot(string folder, int index, int count, IFrameTimeline finished, Func<bool> isFree, int bytes = AllocatedBytes)
    {
        (_file, _positions, _isFree) = (Path.Combine(folder, $"{index}-memory"), new Vector4[count], isFree);
        WritesFile = Path.Combine(folder, $"{index}-writes");
        Exported = new ExportedMemory(
            bytes,
            new DeviceIdentity("A Card", DeviceKind.DiscreteGpu, Guid.NewGuid(), null),
            () => RefusesHandles ? throw new MachineFaultException("vkGetMemoryFdKHR failed with ErrorTooManyObjects") : Open(_file)
        )
        {
            Frames = new ExportedTimeline(() => Open(Path.Combine(folder, $"{index}-frames"))),
            Writes = new ExportedTimeline(() => Open(WritesFile)),
            Finished = finished,
            Refused = Refusals.Add,
        };
    }

    /// <summary>What no layout writes.</summary>
    public static Float4 Nothing => new(float.NaN, float.NaN, float.NaN, float.NaN);

    public bool RefusesHandles { get; set; }

    /// <summary>The file that stands for the memory.</summary>
    public string MemoryFile => _file;

    /// <summary>The file that stands for the timeline of writes.</summary>
    public string WritesFile { get; }

    /// <summary>Why the memory was not shared, each report.</summary>
    public List<string> Refusals { get; } = [];

    /// <summary>How often the host asked for memory to write.</summary>
    public int HostWrites { get; private set; }

    public int Count => _positions.Length;

    public ExportedMemory? Exported { get; }

    public Span<Vector4> Positions
    {
        get
        {
            HostWrites++;
            return _positions;
        }
    }

    public void Flush()
    {
        // The host's memory.
    }

    public void Dispose()
    {
        Exported!.Dispose();
        Assert.True(_isFree(), "the memory is freed while it is imported");
    }

    private static SafeFileHandle Open(string file) =>
        File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
}
