namespace GpuCluster.Session.Live;

/// <summary>When the next frame of a window is due, where its picture would differ from the last.</summary>
/// <remarks>
/// A processor that draws and computes the layout has to be shared. Where the layout is to run as fast as possible, the frames that only
/// show its progress come less often; after an input, and while the user moves the camera, they come at the full rate.
/// </remarks>
/// <param name="time">The clock.</param>
public sealed class FrameDue(TimeProvider time)
{
    /// <summary>Frames a second at most: smooth, and it leaves the processor to the layout.</summary>
    public const double FullRate = 60;

    /// <summary>Frames a second that show a layout for which the processor is wanted: its points still move visibly.</summary>
    public const double WatchingRate = 15;

    /// <summary>How long after an input the full rate lasts: a little longer than the pause between two inputs of one gesture.</summary>
    public static readonly TimeSpan GestureTime = TimeSpan.FromMilliseconds(500);

    private long _lastFrame = time.GetTimestamp();
    private long _lastInput = time.GetTimestamp();

    /// <summary>Time since the last frame began.</summary>
    public TimeSpan SinceLast => time.GetElapsedTime(_lastFrame);

    /// <summary>There was an input.</summary>
    public void Touched() => _lastInput = time.GetTimestamp();

    /// <summary>A frame begins.</summary>
    public void Begins() => _lastFrame = time.GetTimestamp();

    /// <summary>How long until the next frame; zero where it is due.</summary>
    /// <param name="yields">Whether the layout comes first: it is to run as fast as possible, on the processor that draws.</param>
    public TimeSpan Left(bool yields)
    {
        bool isWatching = yields && time.GetElapsedTime(_lastInput) >= GestureTime;
        TimeSpan left = TimeSpan.FromSeconds(1 / (isWatching ? WatchingRate : FullRate)) - SinceLast;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
