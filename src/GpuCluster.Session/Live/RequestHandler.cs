using GpuCluster.Session.Files;
using GpuCluster.Core.Errors;
using GpuCluster.Panels;
using GpuCluster.Scene.Requests;

namespace GpuCluster.Session.Live;

/// <summary>Does what a scene asks of the program. The only place where requests are understood, but for those that a cloud's own parts do. Frame thread.</summary>
/// <param name="desk">Shown and hidden.</param>
/// <param name="capture">Keeps pictures and films.</param>
/// <param name="keeper">Writes files of the scene.</param>
/// <param name="tell">Hears where a file is, or why it is not.</param>
internal sealed class RequestHandler(PanelDesk desk, ScreenCapture capture, SceneKeeper keeper, Action<string> tell)
{
    /// <summary>True once the user has asked to leave.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Obeys all that a scene asks.</summary>
    /// <param name="cloud">Null while data is still being read.</param>
    /// <param name="request">Asked.</param>
    public void Obey(LiveCloud? cloud, SceneRequest request)
    {
        switch (request)
        {
            case SceneRequest.Quit:
                HasQuit = true;
                break;
            case SceneRequest.SavePicture:
                capture.SavePicture();
                break;
            case SceneRequest.ToggleFilm:
                capture.ToggleFilm();
                break;
            case SceneRequest.TogglePanels:
                desk.IsShown = !desk.IsShown;
                break;
            case SceneRequest.SaveCameraPath when cloud is not null:
                Keep(() => keeper.SaveCameraPath(cloud));
                break;
            case SceneRequest.SaveScene when cloud is not null:
                Keep(() => keeper.SaveScene(cloud));
                break;
            case SceneRequest.ExportSelection when cloud is not null:
                Keep(() => keeper.ExportSelection(cloud));
                break;
            case SceneRequest.ExportProjector when cloud is not null:
                Keep(() => keeper.ExportProjector(cloud), "writing");
                break;
            default:
                cloud?.Obey(request);
                break;
        }
    }

    // A full disk is no reason to close the window.
    private void Keep(Func<string> write, string done = "saved")
    {
        try
        {
            tell($"{done} {write()}");
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            tell($"not saved: {exception.Message}");
        }
    }
}
