using GpuCluster.App.Graphics;
using GpuCluster.Core.Errors;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.App.Live;

/// <summary>Writes what the user asks to keep of a scene. Frame thread.</summary>
/// <param name="folder">Where files go.</param>
internal sealed class SceneKeeper(OutFolder folder)
{
    /// <summary>Writes the camera path that was recorded last.</summary>
    /// <returns>The file.</returns>
    public string SaveCameraPath(LiveCloud cloud)
    {
        CameraPath path = cloud.Scene.Cameras.Path ?? throw new UnusableInputException("no camera path has been recorded: V begins one");
        string file = folder.Next("path", ".json");
        CameraPathFile.Write(file, path);
        return file;
    }
}
