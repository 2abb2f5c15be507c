namespace GpuCluster.Session.Files;

/// <summary>
/// Films what is seen, at an even rate whatever the rate of drawing: a picture is shown for as many thirtieths of a second as pass until
/// the next. One thread.
/// </summary>
/// <remarks>A film has one size. Where the window's changes, the film ends and is kept.</remarks>
internal sealed class FilmRecorder(TimeProvider time) : IDisposable
{
    private const int FramesPerSecond = 30;

    private VideoWriter? _video;
    private string _path = "";
    private (int Width, int Height) _size;
    private byte[] _shown = [];
    private long _began;
    private long _written;

    /// <summary>Whether a film is being made.</summary>
    public bool IsRecording => _video is not null;

    /// <summary>Whether the next picture of the film is due.</summary>
    public bool IsDue => IsRecording && _written <= Due();

    /// <summary>Begins a film with the next picture.</summary>
    /// <param name="path">The .mp4; it appears when the film ends.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg is not there.</exception>
    public void Begin(string path, int width, int height)
    {
        _video = VideoWriter.Create(path, width, height, FramesPerSecond);
        (_path, _size, _shown, _written, _began) = (path, (width, height), [], 0, time.GetTimestamp());
    }

    /// <summary>Adds what is seen now.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgba">height x width pixels, R G B A, top row first; kept until the next.</param>
    /// <returns>False where the size is another than the film's.</returns>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg stopped.</exception>
    public bool TryAdd(int width, int height, byte[] rgba)
    {
        if ((width, height) != _size)
            return false;

        long due = Due();
        Fill(due);
        _shown = rgba;
        Fill(due + 1);
        return true;
    }

    /// <summary>Ends the film.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="Core.Errors.MachineFaultException">ffmpeg failed.</exception>
    public string End()
    {
        using VideoWriter video = _video ?? throw new InvalidOperationException("no film is being made");
        try
        {
            Fill(Due());
            video.Complete();
            return _path;
        }
        finally
        {
            _video = null;
        }
    }

    /// <summary>Gives an unfinished film up.</summary>
    public void Dispose()
    {
        _video?.Dispose();
        _video = null;
    }

    private long Due() => (long)(time.GetElapsedTime(_began).TotalSeconds * FramesPerSecond);

    /// <summary>Shows the last picture until a frame of the film.</summary>
    private void Fill(long frame)
    {
        for (; _shown.Length > 0 && _written < frame; _written++)
            _video!.Add(_shown);

        _written = Math.Max(_written, _shown.Length > 0 ? frame : 0);
    }
}
