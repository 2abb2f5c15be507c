using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Images;
using GpuCluster.Data.Pictures;
using GpuCluster.Scene.Pairs;
using GpuCluster.Session.Similarity;

namespace GpuCluster.Session.Pairs;

/// <summary>Reads two pictures at full size and compares them, on a thread of its own. Only the newest pair is worked on.</summary>
/// <remarks>
/// How it works. What is known goes to the scene step by step: the left picture, the right one, their difference. Another pair, or none,
/// cancels the work and drops what it holds, so that memory holds two pictures and their difference.
/// </remarks>
internal sealed class PairThread : IDisposable
{
    /// <summary>The longest side of the small version, which is drawn while the whole picture is seen.</summary>
    private const int FittedEdge = 1024;

    private readonly object _gate = new();
    private readonly Dataset _dataset;
    private readonly SimilarityOutbox _outbox;
    private readonly Func<Exception, string> _word;
    private readonly Thread _thread;
    private CancellationTokenSource _work = new();
    private (int Left, int Right)? _wanted;
    private bool _stops;

    /// <param name="dataset">n samples.</param>
    /// <param name="outbox">Takes what is known.</param>
    /// <param name="word">The text of an error for the user; any thread.</param>
    public PairThread(Dataset dataset, SimilarityOutbox outbox, Func<Exception, string> word)
    {
        (_dataset, _outbox, _word) = (dataset, outbox, word);
        _thread = new Thread(Run)
        {
            Name = "pair",
            IsBackground = true,
            Priority = ThreadPriority.BelowNormal,
        };
        _thread.Start();
    }

    /// <summary>Reads this pair and no other; null: none.</summary>
    public void Compare((int Left, int Right)? samples)
    {
        lock (_gate)
        {
            _wanted = samples;
            _work.Cancel();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Stops the thread; a decoder that is held is left.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stops = true;
            _work.Cancel();
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _work.Dispose();
    }

    private void Run()
    {
        while (WaitForPair(out (int Left, int Right) pair, out CancellationToken cancellation))
        {
            try
            {
                Read(pair.Left, pair.Right, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Another pair is wanted, or none.
            }
            catch (Exception fault)
            {
                PairPicture none = new(0, 0, 0) { Fault = _word(fault) };
                Post(pair.Left, pair.Right, new PairContent(none, none, null));
            }
        }
    }

    private bool WaitForPair(out (int Left, int Right) pair, out CancellationToken cancellation)
    {
        lock (_gate)
        {
            while (!_stops && _wanted is null)
                Monitor.Wait(_gate);
            if (_work.IsCancellationRequested)
            {
                _work.Dispose();
                _work = new CancellationTokenSource();
            }

            pair = _wanted ?? default;
            _wanted = null;
            cancellation = _work.Token;
            return !_stops;
        }
    }

    private void Read(int left, int right, CancellationToken cancellation)
    {
        PictureFiles? files = PictureFiles.Of(_dataset);
        PairContent content = new(Read(files, left, cancellation), null, null);
        Post(left, right, content);
        content = content with { Right = Read(files, right, cancellation) };
        Post(left, right, content);
        if (content is not { Left.Whole: { } first, Right.Whole: { } second })
            return;
        PictureDifference found = PictureDifference.Of(first, second, cancellation);
        DecodedImage fitted = PictureFiles.Within(found.Picture, FittedEdge);
        Post(
            left,
            right,
            content with
            {
                Difference = new PairDifference(found.Picture, fitted, PictureDifference.Gain, found.Mean, found.Max),
            }
        );
    }

    private static PairPicture Read(PictureFiles? files, int sample, CancellationToken cancellation)
    {
        if (files is null)
            return new PairPicture(0, 0, 0) { Fault = "this data has no picture files" };
        ImageSize size = files.SizeOf(sample, cancellation);
        PairPicture picture = new(size.Width, size.Height, size.Bytes) { Format = size.Format, Changed = size.Changed };
        if (!files.TryRead(sample, PictureFiles.MaxPixels, out DecodedImage? whole, out string? reason, cancellation))
            return picture with { Fault = $"cannot be shown: {reason}" };
        bool isTurned = (size.Width > size.Height) != (whole.Width > whole.Height);
        (int width, int height) = isTurned ? (size.Height, size.Width) : (size.Width, size.Height);
        return picture with { Width = width, Height = height, Whole = whole, Fitted = PictureFiles.Within(whole, FittedEdge) };
    }

    private void Post(int left, int right, PairContent content) => _outbox.Post(scene => scene.Pair.Set(left, right, content));
}
