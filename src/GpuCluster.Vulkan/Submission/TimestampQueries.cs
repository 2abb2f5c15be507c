using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Submission;

/// <summary>
/// Points in time on the device, for one frame in flight. Written outside rendering scopes: inside one, software drivers report the end of
/// the scope.
/// </summary>
public sealed unsafe class TimestampQueries : IDisposable
{
    /// <summary>Timestamps in one frame.</summary>
    public const int Capacity = 16;

    private readonly VulkanDevice _device;
    private readonly QueryPool _pool;
    private int _written;

    internal TimestampQueries(VulkanDevice device)
    {
        _device = device;
        QueryPoolCreateInfo info = new()
        {
            SType = StructureType.QueryPoolCreateInfo,
            QueryType = QueryType.Timestamp,
            QueryCount = Capacity,
        };
        QueryPool pool;
        device.Api.CreateQueryPool(device.Handle, &info, null, &pool).ThrowOnError();
        _pool = pool;
        device.Parts.Add(this);
    }

    /// <summary>Records the time at which all earlier commands are done.</summary>
    public void Write(in Commands commands)
    {
        if (_written == Capacity)
            throw new InvalidOperationException($"A frame has at most {Capacity} timestamps.");
        commands.Api.CmdWriteTimestamp2(commands.Handle, PipelineStageFlags2.AllCommandsBit, _pool, (uint)_written++);
    }

    /// <summary>
    /// Milliseconds since the frame's first timestamp, of each of its timestamps. The frame has finished; empty where it never ran.
    /// </summary>
    public double[] Read()
    {
        if (_written == 0)
            return [];
        ulong* ticks = stackalloc ulong[Capacity];
        _device
            .Api.GetQueryPoolResults(
                _device.Handle,
                _pool,
                0,
                (uint)_written,
                Capacity * sizeof(ulong),
                ticks,
                sizeof(ulong),
                QueryResultFlags.Result64Bit
            )
            .ThrowOnError();
        double[] milliseconds = new double[_written];
        for (int i = 0; i < _written; i++)
            milliseconds[i] = (ticks[i] - ticks[0]) * (double)_device.Physical.Limits.TimestampPeriod * 1e-6;
        return milliseconds;
    }

    /// <summary>Clears all timestamps. The frame must have finished.</summary>
    internal void Reset()
    {
        _device.Api.ResetQueryPool(_device.Handle, _pool, 0, Capacity);
        _written = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_device.Parts.Remove(this))
            _device.Api.DestroyQueryPool(_device.Handle, _pool, null);
    }
}
