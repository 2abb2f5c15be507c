using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Panels.Drawing;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;

namespace GpuCluster.Session.Files;

/// <summary>Keeps what is seen in the window: pictures and films. Frame thread.</summary>
/// <param name="target">What is seen; not owned.</param>
/// <param name="folder">Where files go.</param>
/// <param name="withOverlay">Whether axes and panels are part of pictures and films.</param>
/// <param name="tell">Receives the path of a file, or why there is none.</param>
internal sealed class ScreenCapture(SwapchainTarget target, OutFolder folder, bool withOverlay, Action<string> tell) : IDisposable
{
    private readonly FilmRecorder _film = new(TimeProvider.System);
    private readonly Queue<SceneRequest.SaveScreenshot> _pictures = [];

    /// <summary>Whether a film is being made.</summary>
    public bool IsFilming => _film.IsRecording;

    /// <summary>Whether a picture is waited for, so that one has to be drawn even where nothing has changed.</summary>
    public bool WantsFrame => _pictures.Count > 0;

    /// <summary>Keeps the next picture.</summary>
    public void SaveScreenshot(SceneRequest.SaveScreenshot request) => _pictures.Enqueue(request);

    /// <summary>Begins a film, or ends and keeps it.</summary>
    public void ToggleFilm() =>
        Guard(
            "film",
            () =>
            {
                if (_film.IsRecording)
                {
                    EndFilm();
                    return;
                }

                (int width, int height) = target.Size;
                if (width < 2 || height < 2)
                    throw new UnusableInputException("the window is too small for a film");

                _film.Begin(folder.Next("film", ".mp4"), width, height);
                tell($"filming what is seen; {SceneCommands.Film.Keys} ends the film");
            }
        );

    /// <summary>Before a frame: asks for its picture where it is needed.</summary>
    public void FrameBegins()
    {
        if (WantsFrame || _film.IsDue)
            target.RequestPicture(withOverlay);
    }

    /// <summary>After a frame: takes its picture.</summary>
    public void FrameDrawn(CancellationToken cancellation)
    {
        if (target.ReadImage(out int width, out int height, cancellation) is not { } rgba)
            return;

        while (_pictures.TryDequeue(out SceneRequest.SaveScreenshot? picture))
        {
            string? fault = Guard(
                "picture",
                () =>
                {
                    string path = picture.Path ?? folder.Next("picture", ".png");
                    AtomicFile.Write(path, stream => PngWriter.Write(stream, width, height, rgba), cancellation);
                    tell($"saved {path}");
                }
            );
            picture.Done?.Invoke(fault);
        }

        if (_film.IsRecording)
        {
            Guard(
                "film",
                () =>
                {
                    if (!_film.TryAdd(width, height, rgba))
                        EndFilm();
                }
            );
        }
    }

    /// <summary>Keeps a film that is still being made: closing the window must not lose it.</summary>
    public void Finish()
    {
        if (_film.IsRecording)
            Guard("film", EndFilm);
    }

    /// <inheritdoc/>
    public void Dispose() => _film.Dispose();

    private void EndFilm() => tell($"saved {_film.End()}");

    // A full disk is no reason to close the window.
    private string? Guard(string what, Action act)
    {
        try
        {
            act();
            return null;
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            _film.Dispose();
            tell($"{what} not saved: {exception.Message}");
            return exception.Message;
        }
    }
}
