using GpuCluster.Core.Layouts.Tsne;

namespace GpuCluster.Core.Tests.Layouts.Tsne;

public sealed class TsneScheduleTests
{
    private static readonly TsneOptions Usual = new();

    [Theory]
    [InlineData(0, 12, 0.5, false)]
    [InlineData(249, 12, 0.5, false)]
    [InlineData(250, 1, 0.8, true)]
    [InlineData(251, 1, 0.8, false)]
    [InlineData(999, 1, 0.8, false)]
    public void Exaggeration_ends_momentum_rises_and_everything_starts_anew(int epoch, double exaggeration, double momentum, bool anew)
    {
        Assert.Equal(exaggeration, TsneSchedule.Exaggeration(Usual, epoch));
        Assert.Equal(momentum, TsneSchedule.Momentum(Usual, epoch));
        Assert.Equal(anew, TsneSchedule.BeginsFresh(Usual, epoch));
    }

    [Fact]
    public void Without_exaggeration_nothing_starts_anew() =>
        Assert.DoesNotContain(Enumerable.Range(0, 5), epoch => TsneSchedule.BeginsFresh(Usual with { ExaggerationEpochs = 0 }, epoch));

    [Theory]
    [InlineData(250, 1000)]
    [InlineData(10, 31)]
    [InlineData(0, 31)]
    public void Of_many_points_each_epoch_walks_while_it_exaggerates_and_then_every_fourth(int exaggerated, int epochs)
    {
        TsneOptions options = Usual with { ExaggerationEpochs = exaggerated, Epochs = epochs };
        int[] expected = [.. Enumerable.Range(0, exaggerated), .. Enumerable.Range(0, epochs).Select(i => exaggerated + (4 * i))];

        Assert.Equal(
            expected.Where(epoch => epoch < epochs),
            Enumerable.Range(0, epochs).Where(epoch => TsneSchedule.Walks(options, 20_000, epoch))
        );
        Assert.All(Enumerable.Range(0, epochs), epoch => Assert.True(TsneSchedule.Walks(options, 19_999, epoch)));
        Assert.Equal(
            Enumerable.Range(exaggerated, epochs - exaggerated),
            Enumerable.Range(0, epochs).Where(epoch => TsneSchedule.KeepsWalks(options, 20_000, epoch))
        );
        Assert.DoesNotContain(Enumerable.Range(0, epochs), epoch => TsneSchedule.KeepsWalks(options, 19_999, epoch));
    }

    [Theory]
    [InlineData(60, 0, 15)]
    [InlineData(60, 250, 15)]
    [InlineData(400, 0, 50)]
    [InlineData(4800, 0, 100)]
    [InlineData(400, 250, 50)]
    [InlineData(4800, 250, 400)]
    [InlineData(60_000, 999, 5000)]
    public void The_step_grows_when_exaggeration_ends(int count, int epoch, double rate) =>
        Assert.Equal(rate, TsneSchedule.LearningRate(Usual, count, epoch), 1e-9);

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public void A_given_step_length_stays(int epoch) =>
        Assert.Equal(30, TsneSchedule.LearningRate(Usual with { LearningRate = 30 }, 70_000, epoch));
}
