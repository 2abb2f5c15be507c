using System.Numerics;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Vulkan.Devices;

namespace GpuCluster.App.Benchmarks;

/// <summary>Positions written into the slot that is free, published, taken by the frame's side and given back.</summary>
internal sealed class PublishRun : IKernelRun
{
    private readonly Layout _layout;
    private readonly Vector4[] _positions;
    private readonly PositionStream _stream;
    private IPositionSlotMemory? _taken;

    /// <param name="device">Outlives this.</param>
    /// <param name="allocate">Makes the memory of a slot for so many positions.</param>
    /// <param name="layout">n points.</param>
    public PublishRun(VulkanDevice device, Func<int, IPositionSlotMemory> allocate, Layout layout)
    {
        _layout = layout;
        _positions = new Vector4[layout.Count];
        using FixedLayout points = new(layout);
        points.WriteTo(new HostPositions(_positions));
        _stream = new PositionStream([.. Enumerable.Range(0, 3).Select(_ => allocate(layout.Count))], device.TimelineSemaphore);
    }

    /// <inheritdoc/>
    public double Operations => 0;

    /// <summary>Positions read and written.</summary>
    public double Bytes => 2.0 * 4 * sizeof(float) * _positions.Length;

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        _positions.CopyTo(_stream.BeginWrite(cancellation).Memory.Positions);
        _stream.Publish(epoch: 0);
        if (_stream.TryTakeNewest(out PositionSlot? slot))
        {
            _taken = slot.Memory;
            _stream.GiveBack(slot);
        }
    }

    /// <summary>0 where each came through to the bit, else infinite: nothing is computed on the way.</summary>
    public double MaxRelativeError()
    {
        for (int i = 0; i < _positions.Length; i++)
        {
            if (_taken?.Positions[i] != _layout.PositionOf(i))
                return double.PositiveInfinity;
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();
}
