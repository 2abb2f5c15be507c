using System.Text.Json.Nodes;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>How often positions pass through the memory of the host on their way from an epoch to a picture.</summary>
internal sealed class CopiesThroughHost
{
    private int? _epoch;
    private int? _frame;

    /// <summary>
    /// Counts for a kind of slot. An epoch's positions are written once, by the host, into a slot that it can address. A slot outside the
    /// device's memory is copied there before a frame.
    /// </summary>
    public void Count(IPositionSlotMemory slot) => (_epoch, _frame) = (1, slot is DirectSlotMemory ? 0 : 1);

    /// <summary>Notes that the device that computes writes where the other draws from.</summary>
    public void CountShared() => (_epoch, _frame) = (0, 0);

    /// <summary>For programs; null where nothing draws.</summary>
    public JsonObject ToJson() => new() { ["epoch"] = _epoch, ["frame"] = _frame };

    /// <summary>For people.</summary>
    public string ToText() =>
        _epoch is null
            ? "nothing draws here, so no positions are copied for a picture"
            : $"copies of the positions through the host: {_epoch} an epoch, {_frame} a frame";
}
