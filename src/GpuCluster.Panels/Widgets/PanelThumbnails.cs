using GpuCluster.Core.Samples;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>
/// A cache of the pictures that panels show. Reading may decode files, so a worker thread does it: a missing picture is requested and
/// arrives later.
/// </summary>
/// <remarks>Frame thread, except for one worker that lives while pictures are requested; they share one lock.</remarks>
/// <param name="thumbnails">Not owned.</param>
/// <param name="arrived">Called by the worker whenever a picture has arrived, to wake the frame loop.</param>
internal sealed class PanelThumbnails(IThumbnails thumbnails, Action arrived) : IDisposable
{
    /// <summary>The most cached pictures: with 128 x 128 x 4 bytes each they take 32 MiB.</summary>
    private const int MaxKept = 512;

    /// <summary>An object in a whole image is small.</summary>
    private const int WholeEdge = 256;

    private readonly Lock _lock = new();
    private readonly Dictionary<(int Index, int Edge, bool IsWhole), (SKImage Image, long Used)> _kept = [];
    private readonly Stack<(int Index, int Edge, bool IsWhole)> _wanted = [];
    private readonly HashSet<(int Index, int Edge, bool IsWhole)> _asked = [];
    private readonly SortedDictionary<int, ThumbnailState> _troubles = [];
    private Task _worker = Task.CompletedTask;
    private bool _isDisposed;
    private long _clock;
    private long _version;

    /// <summary>Whether samples are parts of images.</summary>
    public bool AreParts { get; } = thumbnails.AreParts;

    /// <summary>Changes whenever a picture has arrived.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>The samples whose pictures were found missing or damaged so far, by row.</summary>
    public IReadOnlyList<(int Index, ThumbnailState State)> Troubles
    {
        get
        {
            lock (_lock)
                return [.. _troubles.Select(pair => (pair.Key, pair.Value))];
        }
    }

    /// <summary>True if all requested pictures have arrived.</summary>
    public bool IsComplete
    {
        get
        {
            lock (_lock)
                return _asked.Count == 0;
        }
    }

    /// <summary>The picture of a sample that suits a size; null until it has been read.</summary>
    /// <param name="index">The sample.</param>
    /// <param name="pixels">How large it will be drawn.</param>
    /// <param name="showsWhole">Whether the whole image is shown where the sample is a part of one, with a frame around the part.</param>
    public SKImage? Find(int index, float pixels, bool showsWhole = false)
    {
        bool isWhole = showsWhole && AreParts;
        int edge = isWhole ? WholeEdge : thumbnails.Edges.FirstOrDefault(edge => edge >= pixels, thumbnails.Edges[^1]);
        lock (_lock)
        {
            if (_kept.TryGetValue((index, edge, isWhole), out (SKImage Image, long Used) kept))
            {
                _kept[(index, edge, isWhole)] = (kept.Image, ++_clock);
                return kept.Image;
            }

            if (_isDisposed || !_asked.Add((index, edge, isWhole)))
                return null;
            _wanted.Push((index, edge, isWhole));
            if (_worker.IsCompleted)
                _worker = Task.Run(ReadAll);
            return null;
        }
    }

    public void Dispose()
    {
        Task worker;
        lock (_lock)
        {
            _isDisposed = true;
            _wanted.Clear();
            worker = _worker;
        }

        worker.GetAwaiter().GetResult();
        foreach ((SKImage image, _) in _kept.Values)
            image.Dispose();
        _kept.Clear();
    }

    private void ReadAll()
    {
        while (true)
        {
            (int Index, int Edge, bool IsWhole) next;
            lock (_lock)
            {
                if (!_wanted.TryPop(out next))
                {
                    // Under the lock, so that a later request starts a new worker.
                    _worker = Task.CompletedTask;
                    return;
                }
            }

            byte[] rgba = new byte[next.Edge * next.Edge * 4];
            ThumbnailState state = next.IsWhole
                ? thumbnails.ReadWhole(next.Index, next.Edge, rgba)
                : thumbnails.Read(next.Index, next.Edge, rgba);
            Keep(next, SKImage.FromPixelCopy(new SKImageInfo(next.Edge, next.Edge, SKColorType.Rgba8888, SKAlphaType.Premul), rgba), state);
            arrived();
        }
    }

    private void Keep((int Index, int Edge, bool IsWhole) place, SKImage image, ThumbnailState state)
    {
        lock (_lock)
        {
            if (_kept.Count >= MaxKept)
                Drop();
            _kept[place] = (image, ++_clock);
            _asked.Remove(place);
            if (state != ThumbnailState.Ready)
                _troubles[place.Index] = state;
            _version++;
        }
    }

    /// <summary>Drops the least recently drawn quarter.</summary>
    private void Drop()
    {
        foreach (
            (int Index, int Edge, bool IsWhole) place in _kept
                .OrderBy(pair => pair.Value.Used)
                .Take(MaxKept / 4)
                .Select(pair => pair.Key)
                .ToArray()
        )
        {
            _kept.Remove(place, out (SKImage Image, long Used) dropped);
            dropped.Image.Dispose();
        }
    }
}
