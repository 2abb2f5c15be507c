using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Matrix;

namespace GpuCluster.App.Live;

/// <summary>Computes what people wait for: a sample's cosines with all others, and tiles of the cosine matrix.</summary>
/// <remarks>
/// How it works. One thread owns the similarity and makes it at the first question. It answers the newest sample before any tile, and tiles in the order of the newest wishes,
/// one at a time, so that a click waits for one tile at most. While it works, <see cref="WaitWhileBusy"/> holds others back.
/// A device that has too little memory is left for the host, with a warning.
/// </remarks>
internal sealed class CosineThread : IDisposable
{
    /// <summary>Stripes of mean rows that are kept: 64 rows each, 13 MB at 784 features.</summary>
    private const int MostStripes = 64;

    private readonly object _gate = new();
    private readonly EmbeddingMatrix _embedding;
    private readonly Func<ICosineSimilarity> _create;
    private readonly int _threads;
    private readonly SimilarityOutbox _outbox;
    private readonly Action<string> _warn;
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private readonly Dictionary<(int Level, int Stripe), IMeanRows> _stripes = [];
    private readonly Queue<(int Level, int Stripe)> _stripeAges = new();
    private readonly Thread _thread;
    private ICosineSimilarity? _similarity;
    private MatrixOrder? _stripeOrder;
    private int? _sample;
    private MatrixOrder? _order;
    private Queue<MatrixTile> _tiles = new();
    private MatrixTile? _inWork;
    private bool _stops;

    /// <param name="embedding">n x d values.</param>
    /// <param name="create">Makes the similarity, on this thread.</param>
    /// <param name="threads">Threads of the host where it stands in for a device.</param>
    /// <param name="outbox">Takes the answers.</param>
    /// <param name="warn">Told where a device fails; any thread.</param>
    public CosineThread(EmbeddingMatrix embedding, Func<ICosineSimilarity> create, int threads, SimilarityOutbox outbox, Action<string> warn)
    {
        (_embedding, _create, _threads, _outbox, _warn) = (embedding, create, threads, outbox, warn);
        _thread = new Thread(Run) { Name = "cosines", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The cosines of this sample are wanted, those of an earlier one no longer; null: none.</summary>
    public void Compare(int? sample)
    {
        lock (_gate)
        {
            _sample = sample;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>These tiles are wanted, the first first, and no others.</summary>
    public void WantTiles(MatrixOrder order, IReadOnlyList<MatrixTile> tiles)
    {
        lock (_gate)
        {
            _tiles = new Queue<MatrixTile>(tiles.Where(tile => tile != _inWork || !ReferenceEquals(order, _order)));
            _order = order;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Nothing is wanted any more; what is being computed is finished.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _sample = null;
            _tiles.Clear();
        }
    }

    /// <summary>Returns at once where nothing is being computed here, else when it is.</summary>
    public void WaitWhileBusy() => _idle.Wait();

    /// <summary>Stops the thread and frees the similarity.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stops = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _idle.Dispose();
    }

    private void Run()
    {
        try
        {
            while (WaitForWork(out int? sample, out MatrixOrder? order, out MatrixTile tile))
            {
                try
                {
                    Answer(sample, order, tile);
                }
                catch (MachineFaultException fault) when (_similarity is not HostCosineSimilarity)
                {
                    // The question that failed is answered by the host.
                    _warn($"cosines are computed on the host from here on: {fault.Message}");
                    FreeSimilarity();
                    _similarity = new HostCosineSimilarity(_embedding, _threads);
                    Answer(sample, order, tile);
                }
            }
        }
        catch (Exception fault)
        {
            _warn($"similarity can no longer be computed: {fault.Message}");
        }
        finally
        {
            _idle.Set();
            FreeSimilarity();
        }
    }

    private bool WaitForWork(out int? sample, out MatrixOrder? order, out MatrixTile tile)
    {
        lock (_gate)
        {
            _inWork = null;
            while (!_stops && _sample is null && _tiles.Count == 0)
            {
                _idle.Set();
                Monitor.Wait(_gate);
            }

            (sample, order, tile) = (_sample, null, default);
            if (_stops)
            {
                return false;
            }

            _idle.Reset();
            if (_sample is null)
            {
                (order, tile) = (_order, _tiles.Dequeue());
                _inWork = tile;
            }

            _sample = null;
            return true;
        }
    }

    private void Answer(int? sample, MatrixOrder? order, MatrixTile tile)
    {
        _similarity ??= _create();
        if (sample is { } compared)
        {
            float[] cosines = new float[_similarity.Count];
            _similarity.Row(compared, cosines);
            _outbox.Post(scene => scene.Similarity.SetRow(compared, cosines));
        }
        else if (order is not null)
        {
            if (!ReferenceEquals(order, _stripeOrder))
            {
                FreeStripes();
            }

            _stripeOrder = order;
            FreeOldStripes();
            IMeanRows rows = Stripe(_similarity, order, tile.Level, tile.Row), columns = Stripe(_similarity, order, tile.Level, tile.Column);
            float[] cosines = new float[rows.Count * columns.Count];
            _similarity.MeanCosines(rows, columns, cosines);
            _outbox.Post(scene => scene.Matrix.SetTile(order, tile, cosines));
        }
    }

    private IMeanRows Stripe(ICosineSimilarity similarity, MatrixOrder order, int level, int stripe)
    {
        if (!_stripes.ContainsKey((level, stripe)))
        {
            ReadOnlySpan<int> samples = order.Samples;
            int start = (int)Math.Min(samples.Length, ((long)stripe * MatrixTile.Cells) << level);
            int length = (int)Math.Min(samples.Length - start, (long)MatrixTile.Cells << level);
            _stripes.Add((level, stripe), similarity.Means(samples.Slice(start, length), 1 << level));
            _stripeAges.Enqueue((level, stripe));
        }

        return _stripes[(level, stripe)];
    }

    /// <summary>Makes room for the two stripes of a tile: none of them may go while the other is made.</summary>
    private void FreeOldStripes()
    {
        while (_stripes.Count > MostStripes - 2 && _stripes.Remove(_stripeAges.Dequeue(), out IMeanRows? oldest))
        {
            oldest.Dispose();
        }
    }

    private void FreeStripes()
    {
        foreach (IMeanRows means in _stripes.Values)
        {
            means.Dispose();
        }

        _stripes.Clear();
        _stripeAges.Clear();
    }

    private void FreeSimilarity()
    {
        FreeStripes();
        _similarity?.Dispose();
        _similarity = null;
    }
}
