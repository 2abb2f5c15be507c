using GpuCluster.Panels.Status;
using GpuCluster.Scene;

namespace GpuCluster.Session.Remote;

/// <summary>What a program at the socket works with. Frame thread.</summary>
public interface IRemoteSession
{
    /// <summary>What is shown now.</summary>
    SceneState Scene { get; }

    /// <summary>Whether the data has been read; until then the scene is of one point that stands in for it.</summary>
    bool HasCloud { get; }

    /// <summary>What the panels show of data, layout and device.</summary>
    OverlayStatus Status { get; }
}
