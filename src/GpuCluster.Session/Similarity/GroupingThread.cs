using System.Diagnostics;
using System.Globalization;
using GpuCluster.Compute.Host.Clusters;
using GpuCluster.Compute.Host.Copies;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Pipeline.Clusters;

namespace GpuCluster.Session.Similarity;

/// <summary>Finds what takes its time: near pairs and groups of them, and clusters.</summary>
/// <remarks>
/// How it works. The first threshold starts a search for all pairs down to a little below it; groups of the pairs found so far are shown
/// while it runs. From then on every threshold that the pairs reach is answered from them at once, and the groups' cosines are measured
/// afterwards, unless another threshold comes meanwhile. A threshold below what was searched starts another search. Pictures are compared
/// by look once; both ways to group them are answered from that. A search that is no longer wanted is cancelled.
/// </remarks>
internal sealed class GroupingThread : IDisposable, IStageProgress
{
    /// <summary>How far below the threshold pairs are searched: room for the slider.</summary>
    private const float Room = 0.1f;

    private const int MaxIterations = 100;

    /// <summary>Groups of a running search, and measured ones, are shown no oftener.</summary>
    private static readonly TimeSpan ShowingTime = TimeSpan.FromSeconds(1);

    /// <summary>How far a search is, is shown no oftener.</summary>
    private static readonly TimeSpan ReportTime = TimeSpan.FromMilliseconds(250);

    private readonly object _gate = new();
    private readonly EmbeddingMatrix _embedding;
    private readonly Func<CancellationToken, SampleLabels>? _words;
    private readonly Func<IStageProgress, CancellationToken, FoundCopies>? _look;
    private readonly int _threads;
    private readonly ulong _seed;
    private readonly SimilarityOutbox _outbox;
    private readonly Action<string> _warn;
    private readonly Func<Exception, string> _word;
    private readonly Action _yield;
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread _thread;
    private CancellationTokenSource? _search;
    private float? _searchFloor;
    private (float? MinCosine, GroupLinkage Linkage)? _groups;
    private int? _clusters;
    private Layout? _dense;
    private SimilarPairs? _pairs;
    private FoundCopies? _copies;
    private SampleLabels? _wordLabels;
    private bool _hasNoWords;
    private GroupCosines? _cosines;
    private string _stage = string.Empty;
    private long _reported;

    /// <param name="embedding">n x d values.</param>
    /// <param name="words">Assigns the classes that clusters are named by, once, on the thread of this; null: the samples' labels are
    /// they.</param>
    /// <param name="look">Compares the samples' pictures by look, once, on the thread of this; null where they are no image files.</param>
    /// <param name="threads">Threads of the host.</param>
    /// <param name="seed">Of the first cluster centres.</param>
    /// <param name="outbox">Takes the answers.</param>
    /// <param name="warn">Told what people should know; any thread.</param>
    /// <param name="word">The text of an error for the user; any thread.</param>
    /// <param name="yield">Called by every thread of a search about every millisecond: may wait, to leave the processor to others.</param>
    public GroupingThread(
        EmbeddingMatrix embedding,
        Func<CancellationToken, SampleLabels>? words,
        Func<IStageProgress, CancellationToken, FoundCopies>? look,
        int threads,
        ulong seed,
        SimilarityOutbox outbox,
        Action<string> warn,
        Func<Exception, string> word,
        Action yield
    )
    {
        (_embedding, _words, _look, _threads, _seed) = (embedding, words, look, threads, seed);
        (_outbox, _warn, _word, _yield) = (outbox, warn, word, yield);
        _thread = new Thread(Run)
        {
            Name = "groups",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    private bool HasNewer
    {
        get
        {
            lock (_gate)
            {
                return _groups is not null || _stop.IsCancellationRequested;
            }
        }
    }

    /// <summary>Groups down to this cosine are wanted, and no others; null: groups by look.</summary>
    public void FindGroups(float? minCosine, GroupLinkage linkage)
    {
        lock (_gate)
        {
            _groups = (minCosine, linkage);
            if (!Answers(_searchFloor, minCosine))
                _search?.Cancel();

            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>So many clusters are wanted.</summary>
    public void FindClusters(int count)
    {
        lock (_gate)
        {
            _clusters = count;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The dense clusters of the positions that the next frame shows are wanted.</summary>
    public void FindDenseClusters() => _outbox.Post(scene => FindDenseClusters(scene.Cloud.ToLayout()));

    /// <summary>Stops the thread, in the midst of a search too.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        lock (_gate)
        {
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    void IStageProgress.Begin(string stage, string shape) => Volatile.Write(ref _stage, stage);

    /// <inheritdoc/>
    void IStageProgress.Report(double fraction)
    {
        _yield();
        long before = Interlocked.Read(ref _reported);
        if (Stopwatch.GetElapsedTime(before) < ReportTime)
            return;
        if (Interlocked.CompareExchange(ref _reported, Stopwatch.GetTimestamp(), before) != before)
            return;
        string progress = string.Create(CultureInfo.InvariantCulture, $"{Volatile.Read(ref _stage)} {100 * fraction:F0} %").Trim();
        _outbox.Post(scene => scene.Similarity.SetGroupingProgress(progress));
    }

    /// <inheritdoc/>
    void IStageProgress.Warn(string message) => _warn(message);

    private void Run()
    {
        while (WaitForWork(out (float? MinCosine, GroupLinkage Linkage)? groups, out int? clusters, out Layout? dense))
        {
            try
            {
                Volatile.Write(ref _stage, string.Empty);
                if (clusters is { } count)
                {
                    Clustering found = new HostKMeans(_threads).Find(_embedding, count, _seed, MaxIterations, this, _stop.Token);
                    Post(found.ClusterOf, found.Count);
                }

                if (dense is not null)
                {
                    DensityClustering found = ClusterSettings.Usual.Find(dense, _threads, this, _stop.Token);
                    Post(found.ClusterOf, found.Count);
                }

                if (groups is var (minCosine, linkage))
                {
                    if (minCosine is { } least)
                        Group(least, linkage);
                    else
                        Look(linkage);
                }
            }
            catch (OperationCanceledException)
            {
                // Disposal, or a threshold that needs a deeper search: the next round takes it up.
            }
            catch (Exception fault)
            {
                _warn($"groups could not be found: {_word(fault)}");
                _outbox.Post(scene => scene.Similarity.StopGrouping());
            }
        }
    }

    private void FindDenseClusters(Layout positions)
    {
        lock (_gate)
        {
            _dense = positions;
            Monitor.PulseAll(_gate);
        }
    }

    private bool WaitForWork(out (float? MinCosine, GroupLinkage Linkage)? groups, out int? clusters, out Layout? dense)
    {
        lock (_gate)
        {
            while (!_stop.IsCancellationRequested && _groups is null && _clusters is null && _dense is null)
                Monitor.Wait(_gate);

            (groups, clusters, dense) = (_groups, _clusters, _dense);
            (_groups, _clusters, _dense) = (null, null, null);
            return !_stop.IsCancellationRequested;
        }
    }

    private void Look(GroupLinkage linkage)
    {
        if (_look is null)
            throw new InvalidOperationException("the samples are no image files");
        if (_copies is null)
        {
            using CancellationTokenSource search = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            try
            {
                Begin(search, floor: null);
                _copies = _look(this, search.Token);
            }
            finally
            {
                End();
            }
        }

        if (HasNewer)
            return;

        Post(SimilarityGroups.ByLook(_copies.Group(linkage), _embedding.Rows, linkage));
    }

    /// <summary>Announces a search, so that a question that it does not answer cancels it, also one that is there already.</summary>
    private void Begin(CancellationTokenSource search, float? floor)
    {
        lock (_gate)
        {
            (_search, _searchFloor) = (search, floor);
            if (_groups is { } newer && !Answers(floor, newer.MinCosine))
                search.Cancel();
        }

        search.Token.ThrowIfCancellationRequested();
    }

    // A cosine of null is a search by look.
    private static bool Answers(float? floor, float? minCosine) => floor is { } least ? minCosine >= least : minCosine is null;

    private void End()
    {
        lock (_gate)
        {
            (_search, _searchFloor) = (null, null);
        }
    }

    private void Group(float minCosine, GroupLinkage linkage)
    {
        if (_pairs is null || (minCosine < _pairs.MinCosine && !_pairs.IsCut))
        {
            _pairs = null;
            _pairs = Search(minCosine, linkage);
        }

        // A threshold that came during the search is the one to show, in the next round.
        if (HasNewer)
            return;

        SimilarityGroups groups = SimilarityGrouping.Group(_pairs.Pairs, _pairs.Count, minCosine, linkage);
        Post(groups);
        Measure(groups);
    }

    private SimilarPairs Search(float minCosine, GroupLinkage linkage)
    {
        using CancellationTokenSource search = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        float floor;
        lock (_gate)
        {
            if (_groups is ({ } least, var newer))
                (minCosine, linkage) = (least, newer);
            floor = Math.Max(-1, minCosine - Room);
        }

        try
        {
            Begin(search, floor);
            long shown = Stopwatch.GetTimestamp();
            return new SimilarPairSearch(_threads).Find(
                _embedding,
                floor,
                SimilarPairSearch.DefaultMax,
                this,
                (pairs, _) =>
                {
                    if (Stopwatch.GetElapsedTime(shown) < ShowingTime)
                        return;

                    lock (_gate)
                    {
                        if (_groups is ({ } least, var newer))
                            (minCosine, linkage) = (least, newer);
                    }

                    Post(SimilarityGrouping.Group(pairs, _embedding.Rows, minCosine, linkage));
                    shown = Stopwatch.GetTimestamp();
                },
                _yield,
                search.Token
            );
        }
        finally
        {
            End();
        }
    }

    /// <summary>Measures the groups, the largest first, until another threshold comes.</summary>
    private void Measure(SimilarityGroups groups)
    {
        _cosines ??= new GroupCosines(_embedding, _threads);
        SimilarityGroup[] measured = [.. groups.Groups];
        long shown = Stopwatch.GetTimestamp();
        for (int group = 0; group < measured.Length; group++)
        {
            if (HasNewer)
                return;

            measured[group] = _cosines.Measure(measured[group], _stop.Token);
            if (Stopwatch.GetElapsedTime(shown) > ShowingTime)
            {
                Post(groups with { Groups = [.. measured] });
                shown = Stopwatch.GetTimestamp();
            }
        }

        Post(groups with { Groups = measured });
    }

    private void Post(int[] clusterOf, int count)
    {
        SampleLabels? words = Words();
        _outbox.Post(scene =>
            scene.Colours.SetClusters(
                clusterOf,
                (words ?? scene.Facts.Labels) is { } labels
                    ? [.. ClusterNames.Of(clusterOf, count, labels).Select(name => name.Name)]
                    : null
            )
        );
    }

    /// <summary>What the model assigns; null where no words are given, or the model cannot assign them, with a warning.</summary>
    private SampleLabels? Words()
    {
        if (_words is null || _hasNoWords)
            return null;
        try
        {
            return _wordLabels ??= _words(_stop.Token);
        }
        catch (Exception fault) when (fault is UnusableInputException or MachineFaultException)
        {
            _hasNoWords = true;
            _warn($"clusters are named by labels, not by words: {_word(fault)}");
            return null;
        }
    }

    private void Post(SimilarityGroups groups) => _outbox.Post(scene => scene.Similarity.SetGroups(groups));
}
