using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Scene.Tests.Timeline;

public sealed class EpochHistoryTests
{
    private static readonly Gen<Vector4> Position = Gen.Select(
        Gen.Float[-50, 70],
        Gen.Float[1e3f, 1.001e3f],
        Gen.Float[-1e-3f, 1e-3f],
        (x, y, z) => new Vector4(x, y, z, 9)
    );

    [Fact]
    public void Few_points_are_thinned_by_the_number_of_keyframes()
    {
        EpochHistory history = new(2);
        for (int epoch = 0; epoch <= 10_000; epoch++)
            history.Record(epoch, [new Vector4(epoch, 0, 0, 0), new Vector4(0, epoch, 0, 0)]);

        Assert.InRange(history.Keyframes.Length, EpochHistory.MaxFrames / 2, EpochHistory.MaxFrames);
        Assert.Equal((0, 10_000), history.Range);
        Vector4[] at = new Vector4[2];
        Assert.True(history.Read(5001, at));
        Assert.Equal(5001, at[0].X, 1f);
    }

    [Fact]
    public void Positions_come_back_within_half_a_quantum() =>
        Position
            .Array[1, 200]
            .Sample(positions =>
            {
                EpochHistory history = new(positions.Length);
                history.Record(3, positions);
                Vector4[] read = new Vector4[positions.Length];
                Assert.True(history.Read(3, read));
                AssertNear(positions, read, ErrorBound(positions));
            });

    [Fact]
    public void Between_keyframes_positions_run_straight() =>
        Gen.Select(Position.Array[20], Position.Array[20], Gen.Double[0, 1])
            .Sample(
                (first, second, share) =>
                {
                    EpochHistory history = new(20);
                    history.Record(10, first);
                    history.Record(14, second);
                    Vector4[] read = new Vector4[20];
                    Assert.True(history.Read(10 + (4 * share), read));
                    Vector4[] expected = new Vector4[20];
                    for (int i = 0; i < 20; i++)
                    {
                        for (int axis = 0; axis < 3; axis++)
                            expected[i][axis] = (float)(first[i][axis] + (((double)second[i][axis] - first[i][axis]) * share));
                    }

                    AssertNear(expected, read, Vector3.Max(ErrorBound(first), ErrorBound(second)));
                    int[] points = [19, 0, 7];
                    Vector3[] some = new Vector3[3];
                    Assert.True(history.Read(10 + (4 * share), points, some));
                    for (int i = 0; i < points.Length; i++)
                        Assert.True(Vector3.Distance(read[points[i]].AsVector3(), some[i]) <= 1e-3f);
                }
            );

    [Fact]
    public void Epochs_outside_the_record_are_its_ends()
    {
        EpochHistory history = new(1);
        Vector4[] read = new Vector4[1];
        Assert.False(history.Read(0, read));
        Assert.Null(history.Range);
        history.Record(5, [new Vector4(1, 2, 3, 0)]);
        history.Record(6, [new Vector4(4, 5, 6, 0)]);
        Assert.True(history.Read(-7, read));
        Assert.Equal(new Vector4(1, 2, 3, 0), read[0]);
        Assert.True(history.Read(1e9, read));
        Assert.Equal(new Vector4(4, 5, 6, 0), read[0]);
        Assert.Equal((5, 6), history.Range);
    }

    [Fact]
    public void Memory_never_passes_the_bound_and_what_stays_is_even() =>
        Gen.Select(Gen.Int[3, 40], Gen.Int[1, 250])
            .Sample(
                (frames, epochs) =>
                {
                    const int Count = 10;
                    long bound = (frames * Count * 6) + 5;
                    EpochHistory history = new(Count, bound);
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        history.Record(epoch, Cloud(Count, epoch));
                        Assert.True(history.Bytes <= bound);
                        Assert.Equal((0, epoch), history.Range);
                    }

                    int[] kept = history.Keyframes;
                    Assert.True(kept.Length > Math.Min(epochs, frames) / 2 - 1);
                    int spacing = kept.Length > 1 ? kept[1] : 1;
                    for (int i = 1; i < kept.Length - 1; i++)
                        Assert.Equal(i * spacing, kept[i]);
                    Assert.True(BitOperations.IsPow2(spacing));

                    // A straight way comes back whatever was thinned.
                    Vector4[] read = new Vector4[Count];
                    for (int epoch = 0; epoch < epochs; epoch++)
                    {
                        Assert.True(history.Read(epoch, read));
                        AssertNear(Cloud(Count, epoch), read, new Vector3(0.5f));
                    }
                },
                iter: 40
            );

    [Fact]
    public void Memory_grows_with_what_is_recorded_and_is_used_again()
    {
        EpochHistory history = new(1000);
        Assert.Equal(0, history.Bytes);
        history.Record(0, Cloud(1000, 0));
        Assert.Equal(6000, history.Bytes);
        history.Record(1, Cloud(1000, 1));
        Assert.Equal(12000, history.Bytes);
        history.Clear();
        Assert.Null(history.Range);
        history.Record(0, Cloud(1000, 2));
        history.Record(1, Cloud(1000, 3));
        Assert.Equal(12000, history.Bytes);
    }

    [Fact]
    public void Five_hundred_epochs_of_seventy_thousand_points_fit_unthinned()
    {
        long frame = 70_000 * 6;
        Assert.True(500 * frame <= EpochHistory.DefaultBytes);
        Assert.Equal(512_000_000, EpochHistory.DefaultBytes);
    }

    [Fact]
    public void An_epoch_recorded_twice_is_replaced_and_an_earlier_one_drops_what_came_after()
    {
        EpochHistory history = new(2);
        for (int epoch = 0; epoch < 10; epoch++)
            history.Record(epoch, Cloud(2, epoch));
        history.Record(9, Cloud(2, 50));
        Vector4[] read = new Vector4[2];
        Assert.True(history.Read(9, read));
        AssertNear(Cloud(2, 50), read, new Vector3(1e-2f));
        Assert.Equal(10, history.Keyframes.Length);
        history.Record(4, Cloud(2, 70));
        Assert.Equal([0, 1, 2, 3, 4], history.Keyframes);
        Assert.True(history.Read(4, read));
        AssertNear(Cloud(2, 70), read, new Vector3(1e-2f));
    }

    [Fact]
    public void Where_three_keyframes_do_not_fit_nothing_is_recorded()
    {
        EpochHistory history = new(100, (3 * 600) - 1);
        Assert.False(history.CanRecord);
        history.Record(0, Cloud(100, 0));
        Assert.Null(history.Range);
        Assert.True(new EpochHistory(100, 3 * 600).CanRecord);
    }

    [Fact]
    public void Points_that_are_not_finite_do_not_spoil_the_others()
    {
        EpochHistory history = new(4);
        history.Record(
            0,
            [new(1, 0, float.NegativeInfinity, 0), new(float.NaN, 1, 3, 0), new(2, float.PositiveInfinity, 4, 0), new(3, 2, 5, 0)]
        );
        Vector4[] read = new Vector4[4];
        Assert.True(history.Read(0, read));
        AssertNear([new(1, 0, 3, 0), new(1, 1, 3, 0), new(2, 2, 4, 0), new(3, 2, 5, 0)], read, new Vector3(1e-4f));
        history.Record(0, [new(float.NaN), new(float.NaN), new(float.NaN), new(float.NaN)]);
        Assert.True(history.Read(0, read));
        Assert.All(read, position => Assert.Equal(Vector4.Zero, position));
    }

    [Fact]
    public void No_points_and_equal_points_are_recorded_too()
    {
        EpochHistory none = new(0);
        none.Record(0, []);
        Assert.True(none.Read(0, []));
        EpochHistory equal = new(3);
        Vector4[] positions = new Vector4[3];
        positions.AsSpan().Fill(new Vector4(7.1f, -3.3f, 1e-30f, 0));
        equal.Record(0, positions);
        Vector4[] read = new Vector4[3];
        Assert.True(equal.Read(0, read));
        Assert.Equal(positions, read);
    }

    [Fact]
    public void What_is_exported_stays_as_it_was_and_comes_back_by_import()
    {
        EpochHistory history = new(50, 50 * 6 * 8);
        for (int epoch = 0; epoch < 8; epoch++)
            history.Record(epoch, Cloud(50, epoch));
        IReadOnlyList<EpochKeyframe> exported = history.Export();
        Vector4[] before = new Vector4[50];
        Assert.True(history.Read(5, before));
        for (int epoch = 8; epoch < 60; epoch++)
            history.Record(epoch, Cloud(50, 3 * epoch));
        history.Clear();
        history.Record(0, Cloud(50, 1000));

        EpochHistory other = new(50);
        other.Import([.. exported.Select(frame => new EpochKeyframe(frame.Epoch, frame.Low, frame.Step, frame.Quantised.ToArray()))]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], other.Keyframes);
        Vector4[] after = new Vector4[50];
        Assert.True(other.Read(5, after));
        Assert.Equal(before, after);

        // It goes on from there.
        other.Record(8, Cloud(50, 8));
        Assert.Equal((0, 8), other.Range);
    }

    [Fact]
    public void An_export_with_a_bound_leaves_the_other_arrays_to_the_history()
    {
        const int Bytes = 50 * 6;
        EpochHistory history = new(50, 100 * Bytes);
        for (int epoch = 0; epoch < 10; epoch++)
            history.Record(epoch, Cloud(50, epoch));
        Assert.Equal([0, 4, 8, 9], history.Export(3 * Bytes).Select(frame => frame.Epoch));
        history.Clear();
        Assert.Equal(6 * Bytes, history.Bytes);
        for (int epoch = 0; epoch < 6; epoch++)
            history.Record(epoch, Cloud(50, epoch));
        Assert.Equal(6 * Bytes, history.Bytes);
    }

    [Fact]
    public void An_import_reuses_the_arrays_that_are_there_within_the_bound()
    {
        const int Bytes = 50 * 6;
        EpochHistory history = new(50, 8 * Bytes);
        IReadOnlyList<EpochKeyframe> kept = [new(0, Vector3.Zero, Vector3.Zero, new ushort[150])];
        for (int epoch = 0; epoch < 8; epoch++)
            history.Record(epoch, Cloud(50, epoch));
        history.Import(kept);
        Assert.Equal(8 * Bytes, history.Bytes);
    }

    [Fact]
    public void An_import_too_large_is_thinned()
    {
        EpochHistory history = new(1, 6 * 4);
        history.Import([
            .. Enumerable.Range(0, 100).Select(epoch => new EpochKeyframe(epoch, new Vector3(epoch), Vector3.Zero, [0, 0, 0])),
        ]);
        Assert.True(history.Bytes <= 24);
        Assert.Equal((0, 99), history.Range);
        history.Record(100, [new Vector4(100)]);
        Assert.True(history.Bytes <= 24);
        Vector4[] read = new Vector4[1];
        Assert.True(history.Read(100, read));
        Assert.Equal(100, read[0].X);
    }

    [Fact]
    public void A_damaged_import_is_refused()
    {
        EpochHistory history = new(1);
        EpochKeyframe Frame(int epoch, int points) => new(epoch, Vector3.Zero, Vector3.One, new ushort[points * 3]);
        Assert.Throws<ArgumentException>(() => history.Import([Frame(1, 1), Frame(1, 1)]));
        Assert.Throws<ArgumentException>(() => history.Import([Frame(1, 2)]));
        Assert.Throws<ArgumentException>(() => new EpochKeyframe(0, new Vector3(float.NaN), Vector3.One, new ushort[3]));
        Assert.Throws<ArgumentException>(() => new EpochKeyframe(0, Vector3.Zero, new Vector3(1, -1, 1), new ushort[3]));
        Assert.Throws<ArgumentException>(() => new EpochKeyframe(0, Vector3.Zero, new Vector3(1e38f), new ushort[3]));
        Assert.Throws<ArgumentException>(() => new EpochKeyframe(0, Vector3.Zero, Vector3.One, new ushort[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Frame(-1, 1));
    }

    [Fact]
    public void A_reader_never_sees_a_torn_epoch_while_another_thread_records()
    {
        const int Count = 5000;
        EpochHistory history = new(Count, 8L * Count * 6);
        using CancellationTokenSource stop = new();
        Exception? failure = null;
        history.Record(0, Flat(Count, 0));
        Thread reader = new(() =>
        {
            try
            {
                Vector4[] read = new Vector4[Count];
                int epoch = 0;
                while (!stop.IsCancellationRequested)
                {
                    Assert.True(history.Read(epoch++ % 300, read));

                    // Every epoch lies in one plane; a torn one would not.
                    Assert.True(read.All(position => MathF.Abs(position.X - read[0].X) < 1e-3f), "torn");
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        reader.Start();
        for (int epoch = 1; epoch < 300; epoch++)
            history.Record(epoch, Flat(Count, epoch));
        stop.Cancel();
        reader.Join();
        Assert.Null(failure);
    }

    private static Vector4[] Flat(int count, float x)
    {
        Vector4[] positions = new Vector4[count];
        for (int i = 0; i < count; i++)
            positions[i] = new Vector4(x, i, -i, 0);
        return positions;
    }

    /// <summary>Points that move straight.</summary>
    private static Vector4[] Cloud(int count, int epoch)
    {
        Vector4[] positions = new Vector4[count];
        for (int i = 0; i < count; i++)
            positions[i] = new Vector4(i + epoch, (i * 0.5f) - (2 * epoch), (float)i / count, 0);
        return positions;
    }

    /// <summary>Half a quantum, a fiftieth for its rounding, and two units in the last place of the largest coordinate.</summary>
    private static Vector3 ErrorBound(Vector4[] positions)
    {
        Vector3 bound = default;
        for (int axis = 0; axis < 3; axis++)
        {
            double extent = (double)positions.Max(position => position[axis]) - positions.Min(position => position[axis]);
            double largest = positions.Max(position => Math.Abs((double)position[axis]));

            // Where the inverse of a quantum overflows, all points of an axis lie at its lower bound.
            double quanta = extent < 65535 / (double)float.MaxValue ? 1 : 0.52 / 65535;
            bound[axis] = (float)((extent * quanta) + (2 * largest * Math.Pow(2, -23)) + (65535 * (double)float.Epsilon));
        }

        return bound;
    }

    private static void AssertNear(Vector4[] expected, Vector4[] actual, Vector3 bound)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            for (int axis = 0; axis < 3; axis++)
            {
                Assert.True(
                    Math.Abs((double)expected[i][axis] - actual[i][axis]) <= bound[axis],
                    $"point {i}, axis {axis}: {expected[i]} {actual[i]}, bound {bound}"
                );
            }

            Assert.Equal(0, actual[i].W);
        }
    }
}
