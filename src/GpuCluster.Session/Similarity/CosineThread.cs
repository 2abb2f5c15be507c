using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Matrix;

namespace GpuCluster.Session.Similarity;

/// <summary>Computes what people wait for: a sample's or a text's cosines with all samples, and tiles of the cosine matrix.</summary>
/// <remarks>
/// How it works. One thread owns the similarity and makes it at the first question, and the text side of the model at the first text. It
/// answers the newest sample or text before any tile, and tiles in the order of the newest wishes, one at a time, so that a click waits for
/// one tile at most. While it works, <see cref="WaitWhileBusy"/> holds others back. A device that has too little memory is left for the
/// host, with a warning.
/// </remarks>
internal sealed class CosineThread : IDisposable
{
    /// <summary>Stripes of mean rows that are kept: 64 rows each, 13 MB at 784 features.</summary>
    private const int MaxStripes = 64;

    private readonly object _gate = new();
    private readonly EmbeddingMatrix _embedding;
    private readonly Func<ICosineSimilarity> _create;
    private readonly Func<ITextEmbedder> _openTexts;
    private readonly int _threads;
    private readonly SimilarityOutbox _outbox;
    private readonly Action<string> _warn;
    private readonly Func<Exception, string> _word;
    private readonly ManualResetEventSlim _idle = new(initialState: true);
    private readonly Dictionary<(int Level, int Stripe), IMeanRows> _stripes = [];
    private readonly Queue<(int Level, int Stripe)> _stripeAges = new();
    private readonly Thread _thread;
    private ICosineSimilarity? _similarity;
    private ITextEmbedder? _texts;
    private MatrixOrder? _stripeOrder;
    private Question? _question;
    private MatrixOrder? _order;
    private Queue<MatrixTile> _tiles = new();
    private MatrixTile? _inWork;
    private bool _stops;

    /// <param name="embedding">n x d values.</param>
    /// <param name="create">Makes the similarity, on this thread.</param>
    /// <param name="openTexts">Makes what embeds texts, on this thread; says by an <see cref="UnusableInputException"/> why it
    /// cannot.</param>
    /// <param name="threads">Threads of the host where it stands in for a device.</param>
    /// <param name="outbox">Takes the answers.</param>
    /// <param name="warn">Told where a device fails; any thread.</param>
    /// <param name="word">The text of an error for the user; any thread.</param>
    public CosineThread(
        EmbeddingMatrix embedding,
        Func<ICosineSimilarity> create,
        Func<ITextEmbedder> openTexts,
        int threads,
        SimilarityOutbox outbox,
        Action<string> warn,
        Func<Exception, string> word
    )
    {
        (_embedding, _create, _openTexts, _threads, _outbox, _warn, _word) = (embedding, create, openTexts, threads, outbox, warn, word);
        _thread = new Thread(Run) { Name = "cosines", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The cosines of this sample are wanted, those of an earlier one no longer; null: none.</summary>
    public void Compare(int? sample) => Ask(sample is { } index ? new Question(index, null) : null);

    /// <summary>The cosines of all samples with this text are wanted, those of an earlier sample or text no longer.</summary>
    public void Compare(string text) => Ask(new Question(-1, text));

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
            _question = null;
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
            while (WaitForWork(out Question? question, out MatrixOrder? order, out MatrixTile tile))
            {
                try
                {
                    Answer(question, order, tile);
                }
                catch (MachineFaultException fault) when (_similarity is not HostCosineSimilarity)
                {
                    // The question that failed is answered by the host.
                    _warn($"cosines are computed on the host from here on: {_word(fault)}");
                    FreeSimilarity();
                    _similarity = new HostCosineSimilarity(_embedding, _threads);
                    Answer(question, order, tile);
                }
            }
        }
        catch (Exception fault)
        {
            _warn($"similarity can no longer be computed: {_word(fault)}");
        }
        finally
        {
            _idle.Set();
            FreeSimilarity();
            _texts?.Dispose();
        }
    }

    private void Ask(Question? question)
    {
        lock (_gate)
        {
            _question = question;
            Monitor.PulseAll(_gate);
        }
    }

    private bool WaitForWork(out Question? question, out MatrixOrder? order, out MatrixTile tile)
    {
        lock (_gate)
        {
            _inWork = null;
            while (!_stops && _question is null && _tiles.Count == 0)
            {
                _idle.Set();
                Monitor.Wait(_gate);
            }

            (question, order, tile) = (_question, null, default);
            if (_stops)
                return false;

            _idle.Reset();
            if (_question is null)
            {
                (order, tile) = (_order, _tiles.Dequeue());
                _inWork = tile;
            }

            _question = null;
            return true;
        }
    }

    private void Answer(Question? question, MatrixOrder? order, MatrixTile tile)
    {
        _similarity ??= _create();
        if (question is { Text: { } text })
        {
            AnswerText(_similarity, text);
        }
        else if (question is { Sample: var compared })
        {
            float[] cosines = new float[_similarity.Count];
            _similarity.Row(compared, cosines);
            _outbox.Post(scene => scene.Similarity.SetRow(compared, cosines));
        }
        else if (order is not null)
        {
            if (!ReferenceEquals(order, _stripeOrder))
                FreeStripes();

            _stripeOrder = order;
            FreeOldStripes();
            IMeanRows rows = Stripe(_similarity, order, tile.Level, tile.Row),
                columns = Stripe(_similarity, order, tile.Level, tile.Column);
            float[] cosines = new float[rows.Count * columns.Count];
            _similarity.MeanCosines(rows, columns, cosines);
            _outbox.Post(scene => scene.Matrix.SetTile(order, tile, cosines));
        }
    }

    // What is wrong with a text or its model concerns this text alone: all else goes on.
    private void AnswerText(ICosineSimilarity similarity, string text)
    {
        try
        {
            _texts ??= _openTexts();
            if (_texts.Columns != _embedding.Columns)
            {
                throw new UnusableInputException(
                    $"the model makes texts of {_texts.Columns} features and the samples have {_embedding.Columns}: another model "
                        + "made them; start with that one"
                );
            }

            float[] cosines = new float[similarity.Count];
            similarity.Query(_texts.Embed([text], CancellationToken.None).Row(0), cosines);
            _outbox.Post(scene => scene.Similarity.SetTextRow(text, cosines));
        }
        catch (UnusableInputException fault)
        {
            _outbox.Post(scene => scene.Similarity.RefuseText(text, _word(fault)));
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
        while (_stripes.Count > MaxStripes - 2 && _stripes.Remove(_stripeAges.Dequeue(), out IMeanRows? oldest))
            oldest.Dispose();
    }

    private void FreeStripes()
    {
        foreach (IMeanRows means in _stripes.Values)
            means.Dispose();

        _stripes.Clear();
        _stripeAges.Clear();
    }

    private void FreeSimilarity()
    {
        FreeStripes();
        _similarity?.Dispose();
        _similarity = null;
    }

    /// <summary>What all samples are to be compared with.</summary>
    /// <param name="Sample">Where there is no text.</param>
    /// <param name="Text">Or null.</param>
    private sealed record Question(int Sample, string? Text);
}
