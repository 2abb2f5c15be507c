using GpuCluster.Core.Errors;
using GpuCluster.Panels;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;
using GpuCluster.Session.Files;

namespace GpuCluster.Session.Live;

/// <summary>Does what a scene asks of the program. The only place where requests are told apart. Frame thread.</summary>
/// <param name="desk">Shown and hidden.</param>
/// <param name="keeper">Writes files of the scene.</param>
/// <param name="tell">Receives where a file is, or why it is not written.</param>
internal sealed class RequestHandler(PanelDesk desk, SceneSaver keeper, Action<string> tell)
{
    /// <summary>True once the user has asked to leave.</summary>
    public bool HasQuit { get; private set; }

    /// <summary>Keeps pictures and films; null where none can be kept.</summary>
    public ScreenCapture? Capture { get; set; }

    /// <summary>Gives a text to the clipboard; null where there is none.</summary>
    public Action<string>? Copy { get; set; }

    /// <summary>Handles one request.</summary>
    /// <param name="cloud">Null while data is still being read: what concerns the cloud is then ignored.</param>
    /// <param name="request">What the scene asks for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A kind of request that has no case here.</exception>
    public void Handle(LiveCloud? cloud, SceneRequest request)
    {
        switch (request)
        {
            case SceneRequest.Quit:
                HasQuit = true;
                break;
            case SceneRequest.AskToQuit:
                string keys = SceneCommands.SaveScene.Keys;
                tell(
                    $"not saved: tags, a filter, selected, hidden, pinned or moved points, or a steered layout; {keys} saves, "
                        + $"{SceneCommands.Leave.Keys} or closing the window again quits"
                );
                break;
            case SceneRequest.SaveScreenshot save:
                if (Capture is null)
                    save.Done?.Invoke("there is no window whose picture could be saved");
                else
                    Capture.SaveScreenshot(save);
                break;
            case SceneRequest.ToggleFilm:
                Capture?.ToggleFilm();
                break;
            case SceneRequest.OpenFile open:
                Keep(cloud, _ => SystemViewer.Open(open.Path), "opened", "not opened");
                break;
            case SceneRequest.ShowFolder show:
                Keep(cloud, _ => SystemViewer.ShowFolder(show.Path), "opened", "not opened");
                break;
            case SceneRequest.CopyText copy:
                Copy?.Invoke(copy.Text);
                tell(Copy is null ? "there is no clipboard" : $"copied {copy.Text}");
                break;
            case SceneRequest.Say say:
                tell(say.Text);
                break;
            case SceneRequest.ShowPair show:
                cloud?.Files.Compare(show.Samples);
                break;
            case SceneRequest.ChooseKept choose:
                cloud?.Files.Choose(choose.Groups, choose.First);
                break;
            case SceneRequest.FindCommand:
                desk.FindCommand();
                break;
            case SceneRequest.Search:
                desk.Search();
                break;
            case SceneRequest.TogglePanels:
                desk.IsShown = !desk.IsShown;
                break;
            case SceneRequest.SaveCameraPath:
                Keep(cloud, keeper.SaveCameraPath);
                break;
            case SceneRequest.SaveScene:
                if (Keep(cloud, keeper.SaveScene))
                    cloud!.Scene.Actions.MarkSaved();
                break;
            case SceneRequest.ExportSelection:
                Keep(cloud, keeper.ExportSelection);
                break;
            case SceneRequest.ExportMarks:
                Keep(cloud, keeper.ExportMarks);
                break;
            case SceneRequest.ExportProjector:
                Keep(cloud, keeper.ExportProjector, "writing");
                break;
            case SceneRequest.Restart restart:
                cloud?.Layout.Restart(restart.Kept);
                break;
            case SceneRequest.GoBack back:
                cloud?.Layout.GoBack(back.Kept);
                break;
            case SceneRequest.TogglePause:
                cloud?.Layout.TogglePause();
                break;
            case SceneRequest.StepOnce:
                cloud?.Layout.StepOnce();
                break;
            case SceneRequest.Steer steer:
                cloud?.Steer(steer.Options);
                break;
            case SceneRequest.SteerTsne steer:
                cloud?.Layout.Steer(steer.Options);
                break;
            case SceneRequest.Continue more:
                cloud?.Layout.Continue(more.Epochs, more.Kept);
                break;
            case SceneRequest.Move move:
                cloud?.Layout.Move(move.Points, move.Positions);
                break;
            case SceneRequest.Pin pin:
                cloud?.Layout.Pin(pin.Points);
                break;
            case SceneRequest.ShowEpoch show:
                cloud?.Layout.Show(show.Epoch);
                break;
            case SceneRequest.CompareTo compare:
                cloud?.Similarity?.CompareTo(compare.Sample);
                break;
            case SceneRequest.CompareToText compare:
                cloud?.Similarity?.CompareToText(compare.Text);
                break;
            case SceneRequest.FindGroups groups:
                cloud?.Similarity?.FindGroups(groups.MinCosine, groups.Linkage);
                break;
            case SceneRequest.FindClusters clusters:
                cloud?.Similarity?.FindClusters(clusters.Count);
                break;
            case SceneRequest.FindWrongLabels:
                cloud?.FindWrongLabels();
                break;
            case SceneRequest.FindDenseClusters:
                cloud?.Similarity?.FindDenseClusters();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(request), request, "no case handles this request");
        }
    }

    // A full disk is no reason to close the window.
    private bool Keep(LiveCloud? cloud, Func<LiveCloud, string> act, string done = "saved", string failed = "not saved")
    {
        if (cloud is null)
            return false;

        try
        {
            tell($"{done} {act(cloud)}");
            return true;
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            tell($"{failed}: {exception.Message}");
            return false;
        }
    }
}
