using System.Numerics;
using CsCheck;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Core.Tests.Streaming;

/// <summary>
/// Tries the orders of begin, publish, take, submit, give back and retire on a real stream beside a model that knows only the promise: what
/// was published and not yet read, and which slots the device still reads. The exploration visits every reachable state once; random runs
/// go deeper.
/// </summary>
public sealed class PositionStreamModelTests
{
    private static readonly Step[] Steps = Enum.GetValues<Step>();

    [Fact]
    public void Every_reachable_order_keeps_the_promise()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<Step[]> open = new();
        open.Enqueue([]);
        int runs = 0;
        while (open.TryDequeue(out Step[]? path))
        {
            foreach (Step step in Steps)
            {
                Run run = new();
                foreach (Step earlier in path)
                    run.TryDo(earlier);
                runs++;
                if (!run.TryDo(step) || !seen.Add(run.State()))
                    continue;
                open.Enqueue([.. path, step]);
                run.AssertNoneIsStuck();
            }
        }

        // Slots in three hands (6 orders), times reads in flight, times read or unread: an empty search would mean that the key or the
        // steps are wrong.
        Assert.InRange(seen.Count, 100, 100_000);
        Assert.True(runs > seen.Count);
    }

    [Fact]
    public void Random_long_orders_keep_the_promise() =>
        Gen.Int[0, Steps.Length - 1]
            .Array[1, 200]
            .Sample(
                steps =>
                {
                    Run run = new();
                    foreach (int step in steps)
                        run.TryDo(Steps[step]);
                    run.AssertNoneIsStuck();
                },
                iter: 5_000,
                threads: 1
            );

    [Fact]
    public void A_cancelled_wait_leaves_the_stream_as_it_was()
    {
        Run run = new();
        // The frame reads slot A; B replaces it and is read too; the layout thread now holds A, which the device still reads.
        foreach (
            Step step in new[]
            {
                Step.Begin,
                Step.Publish,
                Step.Take,
                Step.Submit,
                Step.Begin,
                Step.Publish,
                Step.Take,
                Step.Submit,
                Step.Begin,
                Step.Publish,
            }
        )
        {
            Assert.True(run.TryDo(step), step.ToString());
        }

        Assert.False(run.TryDo(Step.Begin));
        Assert.False(run.TryDo(Step.Publish));
        Assert.True(run.TryDo(Step.Retire));
        Assert.True(run.TryDo(Step.Begin));
        Assert.True(run.TryDo(Step.Publish));
        run.AssertNoneIsStuck();
    }

    [Fact]
    public void Misuse_is_told()
    {
        using PositionStream stream = new([new Memory(), new Memory(), new Memory()], new Timeline());
        Assert.Throws<InvalidOperationException>(() => stream.Publish(1));
        Assert.False(stream.TryTakeNewest(out PositionSlot? none));
        Assert.Null(none);
        PositionSlot writing = stream.BeginWrite(TestContext.Current.CancellationToken);
        Assert.Same(writing, stream.BeginWrite(TestContext.Current.CancellationToken));
        Assert.Throws<InvalidOperationException>(() => stream.Submitted(writing, 1));
        Assert.Throws<InvalidOperationException>(() => stream.GiveBack(writing));
        Assert.Throws<OperationCanceledException>(() => stream.BeginWrite(new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionStream([new Memory(), new Memory()], new Timeline()));
        Assert.Throws<ArgumentException>(() => new PositionStream([new Memory(), new Memory(), new Memory(2)], new Timeline()));
    }

    [Fact]
    public void Disposal_frees_each_slot_once()
    {
        Memory[] memories = [new(), new(), new()];
        new PositionStream(memories, new Timeline()).Dispose();
        Assert.All(memories, memory => Assert.Equal(1, memory.Disposals));
    }

    public enum Step
    {
        Begin,
        Publish,
        Take,
        Submit,
        GiveBack,
        Retire,
    }

    private sealed class Run
    {
        private const int MaxInFlight = 2;
        private readonly Memory[] _memories = [new(), new(), new()];
        private readonly Timeline _timeline = new();
        private readonly PositionStream _stream;

        // The device: frames submitted and not finished, oldest first, with the slot and the epoch each reads.
        private readonly Queue<(ulong Frame, int Slot, int Epoch)> _inFlight = new();
        private PositionSlot? _writing;
        private PositionSlot? _held;
        private bool _isDrawing;
        private int _epoch;
        private int _published;
        private int _lastTaken;
        private bool _isOwed;
        private ulong _frame;

        public Run() => _stream = new PositionStream(_memories, _timeline);

        /// <summary>Does the step where its thread may do it now; false where it may not or would wait.</summary>
        public bool TryDo(Step step)
        {
            bool done = step switch
            {
                Step.Begin => Begin(),
                Step.Publish => Publish(),
                Step.Take => Take(),
                Step.Submit => Submit(),
                Step.GiveBack => GiveBack(),
                _ => Retire(),
            };
            foreach ((_, int slot, int epoch) in _inFlight)
                Assert.Equal(epoch, Written(slot));
            return done;
        }

        public string State()
        {
            string roles = string.Concat(
                Enumerable
                    .Range(0, 3)
                    .Select(slot =>
                        slot == _writing?.Index ? 'w'
                        : slot == _held?.Index ? 'h'
                        : '-'
                    )
            );
            string reads = string.Concat(_inFlight.Select(frame => (char)('0' + frame.Slot)));
            // Which of the three slots holds the newest epoch tells where the exchange stands.
            string ages = string.Concat(Enumerable.Range(0, 3).Select(slot => _memories[slot].Positions[0].X == _published ? 'n' : 'o'));
            return $"{roles} {reads} {ages} {_isDrawing} {_isOwed} {_published > _lastTaken} {_published > 0}";
        }

        public void AssertNoneIsStuck()
        {
            if (_isDrawing)
                Assert.True(TryDo(Step.GiveBack));
            while (_inFlight.Count > 0)
                Assert.True(TryDo(Step.Retire));
            if (_writing is null)
                Assert.True(TryDo(Step.Begin), "With nothing in flight the layout thread must get a slot.");
            Assert.True(TryDo(Step.Publish));
            Assert.True(TryDo(Step.Take));
            Assert.Equal(_published, _lastTaken);
        }

        private int Written(int slot)
        {
            Span<Vector4> positions = _memories[slot].Positions;
            Assert.Equal(positions[0], positions[^1]);
            return (int)positions[0].X;
        }

        private bool Begin()
        {
            if (_writing is not null)
                return false;
            try
            {
                _writing = _stream.BeginWrite(CancellationToken.None);
            }
            catch (Timeline.WouldWaitException)
            {
                // A wait must end by frames finishing: the value waited for has been submitted.
                Assert.NotEmpty(_inFlight);
                return false;
            }

            Assert.NotSame(_held, _writing);
            Assert.DoesNotContain(_inFlight, frame => frame.Slot == _writing.Index);
            _writing.Memory.Positions.Fill(new Vector4(++_epoch));
            return true;
        }

        private bool Publish()
        {
            if (_writing is null)
                return false;
            int flushes = _memories[_writing.Index].Flushes;
            _stream.Publish(_epoch);
            Assert.Equal(flushes + 1, _memories[_writing.Index].Flushes);
            Assert.True(_stream.HasNewer);
            _published = _epoch;
            _writing = null;
            return true;
        }

        private bool Take()
        {
            if (_isDrawing)
                return false;
            bool isNew = _stream.TryTakeNewest(out PositionSlot? slot);
            Assert.Equal(_published > _lastTaken || _isOwed, isNew);
            Assert.False(_stream.HasNewer);
            if (_published == 0)
            {
                Assert.Null(slot);
                return false;
            }

            Assert.NotNull(slot);
            Assert.NotSame(_writing, slot);
            Assert.Equal(_published, slot.Epoch);
            Assert.Equal(_published, Written(slot.Index));
            _held = slot;
            _isOwed = isNew;
            _lastTaken = _published;
            _isDrawing = true;
            return true;
        }

        private bool Submit()
        {
            if (!_isDrawing || _inFlight.Count == MaxInFlight)
                return false;
            _inFlight.Enqueue((++_frame, _held!.Index, _held.Epoch));
            _stream.Submitted(_held, _frame);
            _isDrawing = _isOwed = false;
            return true;
        }

        private bool GiveBack()
        {
            if (!_isDrawing)
                return false;
            _stream.GiveBack(_held!);
            _isDrawing = false;
            _isOwed = true;
            return true;
        }

        private bool Retire()
        {
            if (!_inFlight.TryDequeue(out (ulong Frame, int Slot, int Epoch) frame))
                return false;
            Assert.Equal(frame.Epoch, Written(frame.Slot));
            _timeline.Completed = frame.Frame;
            return true;
        }
    }

    private sealed class Memory(int count = 3) : IPositionSlotMemory
    {
        private readonly Vector4[] _positions = new Vector4[count];

        public int Disposals { get; private set; }

        public int Flushes { get; private set; }

        public int Count => _positions.Length;

        public ExportedMemory? Exported => null;

        public Span<Vector4> Positions => _positions;

        public void Flush() => Flushes++;

        public void Dispose() => Disposals++;
    }

    private sealed class Timeline : IFrameTimeline
    {
        public ulong Completed { get; set; }

        public void Wait(ulong value, CancellationToken cancellation) => throw new WouldWaitException();

        public sealed class WouldWaitException : Exception;
    }
}
