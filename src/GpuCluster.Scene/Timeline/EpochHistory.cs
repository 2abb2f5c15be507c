using System.Numerics;

namespace GpuCluster.Scene.Timeline;

/// <summary>
/// The positions of all points at past epochs, within a memory bound. Each recorded epoch is a keyframe of 6 bytes a point; positions
/// between keyframes are interpolated linearly. When the next keyframe would exceed the bound, or the number of keyframes, every second one
/// is dropped, and from then on only every second epoch is kept; the first and the newest epoch are always kept. 500 epochs of 70,000
/// points take 210 MB.
/// </summary>
/// <remarks>
/// Threads: one thread at a time records, imports and clears (the layout thread); any thread reads. Quantising runs outside the lock, into
/// an array that no reader has; a reader holds the lock while it decodes, as the array of a dropped keyframe is reused for the next. So a
/// reader waits for a few list operations at most, and recording for one decoding at most. Arrays are allocated on demand, one per
/// keyframe, and reused, so that a run leaves no large garbage; arrays returned by <see cref="Export"/> are not reused.
/// </remarks>
public sealed class EpochHistory
{
    /// <summary>The usual bound: 512 MB (10^6 bytes).</summary>
    public const long DefaultBytes = 512_000_000;

    /// <summary>The fewest keyframes that can be thinned: the first, the newest, and one between.</summary>
    private const int Fewest = 3;

    /// <summary>Keyframes at most: more than a timeline has pixels show no more, and take memory in a window that runs for hours.</summary>
    public const int MaxFrames = 4096;

    private readonly Lock _lock = new();
    private readonly List<EpochKeyframe> _frames = [];
    private readonly Stack<ushort[]> _free = [];
    private readonly int _maxFrames;
    private long _spacing = 1;
    private long _version;

    /// <summary>An empty history.</summary>
    /// <param name="count">n, 0 or more.</param>
    /// <param name="maxBytes">The memory bound of all keyframes. If three do not fit, nothing is recorded.</param>
    public EpochHistory(int count, long maxBytes = DefaultBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        _maxFrames = (int)Math.Min(maxBytes / Math.Max(1, BytesPerFrame), MaxFrames);
    }

    /// <summary>n.</summary>
    public int Count { get; }

    /// <summary>False where the points are too many for the bound, so that recording does nothing.</summary>
    public bool CanRecord => _maxFrames >= Fewest;

    /// <summary>Changes whenever what is recorded changes.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>The first and the newest recorded epoch, or null where nothing is recorded.</summary>
    public (int First, int Last)? Range
    {
        get
        {
            lock (_lock)
            {
                return _frames.Count > 0 ? (_frames[0].Epoch, _frames[^1].Epoch) : null;
            }
        }
    }

    /// <summary>Epochs that are kept, ascending.</summary>
    public int[] Keyframes
    {
        get
        {
            lock (_lock)
            {
                return [.. _frames.Select(frame => frame.Epoch)];
            }
        }
    }

    /// <summary>Bytes of the arrays in use and kept for the next keyframes; never above the bound.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return (_frames.Count + _free.Count) * BytesPerFrame;
            }
        }
    }

    private long BytesPerFrame => (long)Count * 3 * sizeof(ushort);

    /// <summary>
    /// Recording thread: records the positions of an epoch. Replaces that epoch if it was recorded; drops later epochs, of a run that went
    /// back.
    /// </summary>
    /// <param name="epoch">0 or more.</param>
    /// <param name="positions">n positions (x, y, z, unused).</param>
    public void Record(int epoch, ReadOnlySpan<Vector4> positions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Length, Count, nameof(positions));
        if (!CanRecord)
            return;
        ushort[]? array;
        lock (_lock)
        {
            MakeRoom(epoch);
            _free.TryPop(out array);
        }

        array ??= GC.AllocateUninitializedArray<ushort>(Count * 3);
        (Vector3 low, Vector3 step) = PositionQuantiser.Quantise(positions, array);
        lock (_lock)
        {
            _frames.Add(new EpochKeyframe(epoch, low, step, array));
            _version++;
        }
    }

    /// <summary>Recording thread: clears the history. Arrays are kept for the next run.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            DropFrom(0);
            _spacing = 1;
            _version++;
        }
    }

    /// <summary>Any thread: the positions at an epoch, which may be fractional and is clamped to the recorded range.</summary>
    /// <param name="epoch">Not NaN.</param>
    /// <param name="positions">Receives n positions; the fourth component is 0.</param>
    /// <returns>False if nothing is recorded; then nothing is written.</returns>
    public bool Read(double epoch, Span<Vector4> positions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Length, Count, nameof(positions));
        lock (_lock)
        {
            if (_frames.Count == 0)
                return false;
            (EpochKeyframe before, EpochKeyframe after, float share) = Around(epoch);
            if (share == 0)
                PositionQuantiser.Restore(before, positions);
            else
                PositionQuantiser.Restore(before, after, share, positions);

            return true;
        }
    }

    /// <summary>Any thread: the positions of some points at an epoch, as <see cref="Read(double, Span{Vector4})"/> gives them.</summary>
    /// <param name="epoch">Not NaN.</param>
    /// <param name="points">Indices below n.</param>
    /// <param name="positions">Receives one position per point.</param>
    /// <returns>False if nothing is recorded; then nothing is written.</returns>
    public bool Read(double epoch, ReadOnlySpan<int> points, Span<Vector3> positions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(positions.Length, points.Length, nameof(positions));
        lock (_lock)
        {
            if (_frames.Count == 0)
                return false;
            (EpochKeyframe before, EpochKeyframe after, float share) = Around(epoch);
            for (int i = 0; i < points.Length; i++)
                positions[i] = PositionQuantiser.Restore(before, after, share, points[i]);
            return true;
        }
    }

    /// <summary>
    /// Any thread: what is recorded now, without a copy, for a file or for undo. Its arrays stay as they are while the history goes on.
    /// </summary>
    /// <param name="maxBytes">The memory of the keyframes at most. If they are more, every second one, or every third and so on, and the
    /// newest. The history reuses the arrays of the others.</param>
    public IReadOnlyList<EpochKeyframe> Export(long maxBytes = long.MaxValue)
    {
        lock (_lock)
        {
            int step = (int)Math.Max(1, Math.Ceiling(_frames.Count * (double)BytesPerFrame / maxBytes));
            List<EpochKeyframe> exported = [.. _frames.Where((_, place) => place % step == 0 || place == _frames.Count - 1)];
            foreach (EpochKeyframe frame in exported)
                frame.IsShared = true;
            return exported;
        }
    }

    /// <summary>
    /// Recording thread: replaces the history by a file's keyframes, thinned if they exceed the bound. The arrays are not written.
    /// </summary>
    /// <param name="keyframes">Ascending epochs, n points each.</param>
    /// <exception cref="ArgumentException">Epochs that do not ascend, or another number of points.</exception>
    public void Import(IReadOnlyList<EpochKeyframe> keyframes)
    {
        for (int i = 0; i < keyframes.Count; i++)
        {
            if (keyframes[i].Data.Length != Count * 3)
            {
                throw new ArgumentException(
                    $"Epoch {keyframes[i].Epoch} has {keyframes[i].Data.Length / 3} points, not {Count}.",
                    nameof(keyframes)
                );
            }

            if (i > 0 && keyframes[i].Epoch <= keyframes[i - 1].Epoch)
                throw new ArgumentException($"Epoch {keyframes[i].Epoch} comes after epoch {keyframes[i - 1].Epoch}.", nameof(keyframes));
        }

        lock (_lock)
        {
            DropFrom(0);
            _spacing = 1;
            _version++;
            if (!CanRecord)
                return;
            foreach (EpochKeyframe frame in keyframes)
            {
                frame.IsShared = true;
                _frames.Add(frame);
            }

            while (_frames.Count > _maxFrames)
                Thin();
            TrimFree();
        }
    }

    /// <summary>Drops the keyframes that the epoch replaces, and those that the bound has no room for.</summary>
    private void MakeRoom(int epoch)
    {
        int from = _frames.FindIndex(frame => frame.Epoch >= epoch);
        if (from >= 0)
            DropFrom(from);

        DropPassing();
        while (_frames.Count >= _maxFrames)
        {
            Thin();
            DropPassing();
        }

        TrimFree();
    }

    /// <summary>After an import, only as many arrays exist as fit.</summary>
    private void TrimFree()
    {
        while (_free.Count > 0 && _frames.Count + _free.Count > _maxFrames)
            _free.Pop();
    }

    /// <summary>The newest is kept only until a newer one is recorded, unless its epoch is a multiple of the spacing.</summary>
    private void DropPassing()
    {
        if (_frames.Count > 1 && _frames[^1].Epoch % _spacing != 0)
            DropFrom(_frames.Count - 1);
    }

    /// <summary>Doubles the spacing until a keyframe is dropped.</summary>
    private void Thin()
    {
        int before = _frames.Count;
        while (_frames.Count == before)
        {
            _spacing *= 2;
            int kept = 1;
            for (int i = 1; i < before; i++)
            {
                if (_frames[i].Epoch % _spacing == 0 || i == before - 1)
                    _frames[kept++] = _frames[i];
                else
                    Free(_frames[i]);
            }

            _frames.RemoveRange(kept, before - kept);
        }
    }

    private void DropFrom(int index)
    {
        for (int i = index; i < _frames.Count; i++)
            Free(_frames[i]);
        _frames.RemoveRange(index, _frames.Count - index);
    }

    private void Free(EpochKeyframe frame)
    {
        if (!frame.IsShared)
            _free.Push(frame.Data);
    }

    private (EpochKeyframe Before, EpochKeyframe After, float Share) Around(double epoch)
    {
        int after = 0;
        int end = _frames.Count;
        while (after < end)
        {
            int middle = (after + end) / 2;
            if (_frames[middle].Epoch > epoch)
                end = middle;
            else
                after = middle + 1;
        }

        EpochKeyframe before = _frames[Math.Max(0, after - 1)];
        EpochKeyframe next = _frames[Math.Min(after, _frames.Count - 1)];
        return next.Epoch > before.Epoch
            ? (before, next, (float)((epoch - before.Epoch) / (next.Epoch - before.Epoch)))
            : (before, next, 0);
    }
}
