using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Thumbnails;

/// <summary>
/// The thumbnails that lie in device memory: pages of 512 x 512 texels, the layers of one image. Each frame requests the thumbnails of its
/// sprites; missing ones are read on separate threads, the nearest first, and the least recently needed ones are evicted, so memory stays
/// below a bound for any number of samples. A missing picture is drawn from another of its sizes or left out; a picture that has arrived
/// fades in, over the other size if there was one. On the frame's thread, except <see cref="Counts"/>,
/// <see cref="HasPending"/> and <see cref="Arrived"/>.
/// </summary>
public sealed class ThumbnailAtlas : IDisposable
{
    /// <summary>Texels along a side of a page, as in shaders/sprites.glsl; 1 MiB.</summary>
    internal const int PageEdge = 512;

    private const int BlocksAcross = PageEdge / AtlasTiles.BlockEdge;
    private const int BlocksPerPage = BlocksAcross * BlocksAcross;
    private const int PageBytes = PageEdge * PageEdge * 4;
    private const int MaxFinished = 256;
    private const long Settled = long.MinValue;

    private readonly VulkanDevice _device;
    private readonly IThumbnails _source;
    private readonly ThumbnailAtlasOptions _options;
    private readonly ThumbnailLoader _loader;
    private readonly AtlasTiles _tiles;
    private readonly TileContent[] _contents;
    private readonly long[] _arrivals;
    private readonly ThumbnailState?[] _states;
    private readonly int[] _edges;
    private readonly DeviceImage _pages;
    private readonly UploadRing _uploads;
    private readonly Queue<(int Tile, LoadedThumbnail Picture)> _awaitingUpload = new();
    private readonly List<int> _uploaded = [];
    private readonly HashSet<(int Point, int Edge)> _wanted = [];
    private readonly List<SpriteInstance> _instances = [];
    private bool _hasLayout;
    private bool _hadLayout;
    private ulong _frame;
    private volatile bool _isFading;
    private volatile bool _isFull;
    private (int Ready, int Missing, int Damaged) _seen;
    private int _resident;

    /// <summary>Allocates pages and starts the loading threads.</summary>
    /// <param name="device">The device that draws.</param>
    /// <param name="source">The thumbnails, one for each point; not owned, and there until this is disposed. No edge is above 128.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    public ThumbnailAtlas(VulkanDevice device, IThumbnails source, ThumbnailAtlasOptions? options = null)
    {
        (_device, _source, _options) = (device, source, options ?? new ThumbnailAtlasOptions());
        int pages = (int)Math.Clamp(_options.MaxBytes / PageBytes, 1, device.Physical.Limits.ImageLayers);
        _edges = [.. source.Edges];
        _tiles = new AtlasTiles(pages * BlocksPerPage, _edges);
        _contents = new TileContent[_tiles.Capacity];
        _arrivals = new long[_tiles.Capacity];
        _states = new ThumbnailState?[source.Count];
        _uploads = new UploadRing(device);
        Sampler = new LinearSampler(device);
        _pages = new DeviceImage(
            device,
            PageEdge,
            PageEdge,
            Format.R8G8B8A8Unorm,
            ImageUsageFlags.SampledBit | ImageUsageFlags.TransferDstBit,
            pages
        );
        _loader = new ThumbnailLoader(source, _options.Threads, MaxFinished, () => Arrived?.Invoke());
    }

    /// <summary>
    /// Called on a loading thread when a picture waits to be uploaded: to wake the window for a frame. Set before the first frame.
    /// </summary>
    public Action? Arrived { get; set; }

    /// <summary>Bytes of device memory that the pages take.</summary>
    public long ByteLength => (long)_tiles.Blocks / BlocksPerPage * PageBytes;

    /// <summary>
    /// Whether another frame of the same scene would look different: pictures wait to be uploaded, or are fading in. From any thread.
    /// </summary>
    public bool HasPending => _isFading || (_loader.HasFinished && !_isFull);

    /// <summary>The progress of loading. From any thread.</summary>
    public ThumbnailCounts Counts
    {
        get
        {
            lock (_states)
                return new ThumbnailCounts(_seen.Ready, _seen.Missing, _seen.Damaged, _resident, _loader.Awaited);
        }
    }

    internal LinearSampler Sampler { get; }

    internal ImageView View => _pages.View;

    /// <summary>How reading a sample's picture went; null where it has not been read yet. From any thread.</summary>
    public ThumbnailState? StateOf(int point)
    {
        lock (_states)
            return _states[point];
    }

    /// <summary>
    /// Waits until all pictures of a frame are loaded, or as many as fit, the nearest first; they will not fade in. For pictures and films,
    /// which must not depend on how fast files are read.
    /// </summary>
    /// <param name="sprites">The next frame's, from the farthest to the nearest.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public void WaitForAll(IReadOnlyList<Sprite> sprites, CancellationToken cancellation = default)
    {
        _frame++;
        // Eviction may remove a few pictures that are needed too; each round removes fewer.
        while (Wish(sprites) is { Count: > 0 } missing && LoadAll(missing, cancellation)) { }
        foreach ((int point, int edge) in _wanted)
        {
            int tile = _tiles.Find(point, edge);
            if (tile >= 0)
                _arrivals[tile] = Settled;
        }
    }

    /// <summary>
    /// Uploads arrived pictures, requests missing ones, and returns the sprites that can be drawn, from the farthest to the nearest.
    /// Outside rendering scopes.
    /// </summary>
    internal IReadOnlyList<SpriteInstance> Record(CommandFrame frame, IReadOnlyList<Sprite> sprites)
    {
        _frame++;
        List<(int Point, int Edge)> missing = Wish(sprites);
        Take();
        missing.RemoveAll(wish => _tiles.Find(wish.Point, wish.Edge) >= 0);
        _loader.Want(missing);
        Upload(frame);
        _instances.Clear();
        long now = _options.Time.GetTimestamp();
        _isFading = false;
        foreach (Sprite sprite in sprites)
            Show(sprite, now);
        lock (_states)
            _resident = _tiles.Resident;
        return _instances;
    }

    /// <summary>The frame that recorded was not submitted: its uploads did not happen.</summary>
    internal void Forget()
    {
        foreach (int tile in _uploaded)
            _tiles.Remove(tile);
        _uploaded.Clear();
        _hasLayout = _hadLayout;
    }

    /// <summary>The frame that recorded was submitted.</summary>
    internal void Submitted()
    {
        _uploaded.Clear();
        _hadLayout = _hasLayout;
    }

    /// <summary>Ends the loading threads, waits for the device, and frees the pages.</summary>
    public void Dispose()
    {
        _loader.Dispose();
        _device.WaitForEnd();
        _pages.Dispose();
        Sampler.Dispose();
        _uploads.Dispose();
    }

    // Marks the needed pictures, the nearest first, as far as they fit, and returns the missing ones.
    private List<(int Point, int Edge)> Wish(IReadOnlyList<Sprite> sprites)
    {
        _wanted.Clear();
        List<(int, int)> missing = new();
        Span<int> tiles = stackalloc int[_edges.Length];
        int blocks = 0;
        for (int i = sprites.Count - 1; i >= 0; i--)
        {
            Sprite sprite = sprites[i];
            int level = LevelOf(sprite.Edge);
            if (sprite.Point < 0 || sprite.Point >= _source.Count || sprite.Opacity <= 0 || _wanted.Contains((sprite.Point, _edges[level])))
                continue;
            int perBlock = AtlasTiles.PerBlock(_edges[level]);
            if (tiles[level] % perBlock == 0 && ++blocks > _tiles.Blocks)
                break;
            tiles[level]++;
            _wanted.Add((sprite.Point, _edges[level]));
            int tile = _tiles.Find(sprite.Point, _edges[level]);
            if (tile >= 0)
                _tiles.Touch(tile, _frame);
            else
                missing.Add((sprite.Point, _edges[level]));
        }
        return missing;
    }

    private bool LoadAll(List<(int Point, int Edge)> missing, CancellationToken cancellation)
    {
        LoadedThumbnail[] loaded = new LoadedThumbnail[missing.Count];
        Parallel.For(
            0,
            missing.Count,
            new ParallelOptions { CancellationToken = cancellation },
            i => loaded[i] = LoadedThumbnail.Read(_source, missing[i].Point, missing[i].Edge)
        );
        bool isPlaced = false;
        foreach (LoadedThumbnail picture in loaded)
            isPlaced |= Place(picture, Settled);
        return isPlaced;
    }

    private int LevelOf(int edge)
    {
        for (int level = 0; level < _edges.Length; level++)
        {
            if (_edges[level] >= edge)
                return level;
        }
        return _edges.Length - 1;
    }

    private void Take()
    {
        _isFull = false;
        int bytes = _awaitingUpload.Sum(waiting => waiting.Picture.Rgba.Length);
        while (bytes < _options.MaxUploadPerFrame && _loader.TryTake(out LoadedThumbnail picture))
        {
            // A picture that is no longer needed must not evict another.
            if (_wanted.Contains((picture.Point, picture.Edge)) && Place(picture, _options.Time.GetTimestamp()))
                bytes += picture.Rgba.Length;
        }
    }

    private bool Place(LoadedThumbnail picture, long arrival)
    {
        Note(picture);
        int tile = _tiles.Find(picture.Point, picture.Edge);
        if (tile < 0)
            tile = _tiles.Allocate(picture.Point, picture.Edge, _frame);
        if (tile < 0)
        {
            _isFull = true;
            return false;
        }
        _contents[tile] = picture.Content;
        _arrivals[tile] = arrival;
        _awaitingUpload.Enqueue((tile, picture));
        return true;
    }

    private void Note(LoadedThumbnail picture)
    {
        lock (_states)
        {
            if (_states[picture.Point] is not null)
                return;
            _states[picture.Point] = picture.State;
            switch (picture.State)
            {
                case ThumbnailState.Ready:
                    _seen.Ready++;
                    break;
                case ThumbnailState.Missing:
                    _seen.Missing++;
                    break;
                default:
                    _seen.Damaged++;
                    break;
            }
        }
    }

    private void Upload(CommandFrame frame)
    {
        Commands commands = frame.Commands;
        if (_awaitingUpload.Count == 0 && _hasLayout)
            return;
        ulong bytes = (ulong)_awaitingUpload.Sum(waiting => (long)waiting.Picture.Rgba.Length);
        UploadBuffer upload = UploadFor(frame, bytes);
        ImageLayout before = _hasLayout ? ImageLayout.ShaderReadOnlyOptimal : ImageLayout.Undefined;
        commands.ImageBarrier(
            _pages.Handle,
            ImageAspectFlags.ColorBit,
            before,
            ImageLayout.TransferDstOptimal,
            Access.ShaderRead.And(Access.TransferWrite),
            Access.TransferWrite
        );
        Span<byte> target = upload.Values<byte>((int)bytes);
        int offset = 0;
        HashSet<int> written = new();
        while (_awaitingUpload.TryDequeue(out (int Tile, LoadedThumbnail Picture) waiting))
        {
            LoadedThumbnail picture = waiting.Picture;
            // A tile may have been assigned to another picture between WaitForAll and the frame.
            if (_tiles.Find(picture.Point, picture.Edge) != waiting.Tile || !written.Add(waiting.Tile))
                continue;
            (int block, int x, int y) = _tiles.PlaceOf(waiting.Tile);
            picture.Rgba.CopyTo(target[offset..]);
            commands.Copy(upload.Handle, (ulong)offset, _pages.Handle, AreaOf(block, x, y, picture.Edge), (uint)(block / BlocksPerPage));
            offset += picture.Rgba.Length;
            _uploaded.Add(waiting.Tile);
        }
        upload.Flush();
        commands.ImageBarrier(
            _pages.Handle,
            ImageAspectFlags.ColorBit,
            ImageLayout.TransferDstOptimal,
            ImageLayout.ShaderReadOnlyOptimal,
            Access.TransferWrite,
            Access.ShaderRead
        );
        _hasLayout = true;
    }

    private UploadBuffer UploadFor(CommandFrame frame, ulong bytes)
    {
        if (bytes <= 2 * (ulong)_options.MaxUploadPerFrame)
            return _uploads.For(frame, bytes);
        // After WaitForAll there may be a hundred times as much as in any other frame: not kept.
        UploadBuffer once = new(_device, bytes);
        _device.Retirement.Add(once);
        return once;
    }

    // Draws the needed size over another one while it fades in; only the other one if the needed one is missing.
    private void Show(in Sprite sprite, long now)
    {
        if (sprite.Opacity <= 0)
            return;
        int level = LevelOf(sprite.Edge);
        int tile = _tiles.Find(sprite.Point, _edges[level]);
        float fade = tile < 0 ? 0 : FadeOf(tile, now);
        if (fade < 1 && Another(sprite.Point, level) is int other and >= 0)
            Add(sprite, other, sprite.Opacity * FadeOf(other, now));
        if (tile >= 0)
            Add(sprite, tile, sprite.Opacity * fade);
    }

    private int Another(int point, int level)
    {
        for (int below = level - 1; below >= 0; below--)
        {
            if (_tiles.Find(point, _edges[below]) is int tile and >= 0)
                return tile;
        }
        for (int above = level + 1; above < _edges.Length; above++)
        {
            if (_tiles.Find(point, _edges[above]) is int tile and >= 0)
                return tile;
        }
        return -1;
    }

    private float FadeOf(int tile, long now)
    {
        if (_arrivals[tile] == Settled)
            return 1;
        double share = _options.Time.GetElapsedTime(_arrivals[tile], now) / _options.FadeIn;
        if (share is >= 1 or double.NaN)
        {
            _arrivals[tile] = Settled;
            return 1;
        }
        _isFading = true;
        return (float)Math.Max(0, share);
    }

    private void Add(in Sprite sprite, int tile, float opacity)
    {
        (int block, int x, int y) = _tiles.PlaceOf(tile);
        int edge = _tiles.KeyOf(tile).Edge;
        TileContent content = _contents[tile];
        Rect2D area = AreaOf(block, x, y, edge);
        _instances.Add(
            new SpriteInstance(
                (uint)sprite.Point,
                Math.Max(sprite.Size, 1) / edge,
                Math.Min(opacity, 1),
                sprite.Rgba,
                new Vector4(area.Offset.X + content.X, area.Offset.Y + content.Y, content.Width, content.Height),
                new Vector2(content.X + (content.Width / 2f) - (edge / 2f), content.Y + (content.Height / 2f) - (edge / 2f)),
                (uint)(block / BlocksPerPage),
                content.HasHoles ? 1u : 0u
            )
        );
    }

    private static Rect2D AreaOf(int block, int x, int y, int edge)
    {
        int within = block % BlocksPerPage;
        Offset2D corner = new((within % BlocksAcross * AtlasTiles.BlockEdge) + x, (within / BlocksAcross * AtlasTiles.BlockEdge) + y);
        return new Rect2D(corner, new Extent2D((uint)edge, (uint)edge));
    }
}
