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
    [InlineData(250, 1000, new[] { 0, 4, 8 }, new[] { 248, 250, 254, 996, 1000 })]
    [InlineData(10, 30, new[] { 0, 4, 8 }, new[] { 8, 10, 14, 26, 30 })]
    [InlineData(0, 31, new[] { 0, 4, 8 }, new[] { 24, 28, 31 })]
    public void Every_fourth_epoch_walks_and_the_first_after_exaggeration_and_the_end(int exaggerated, int epochs, int[] first, int[] last)
    {
        TsneOptions options = Usual with { ExaggerationEpochs = exaggerated, Epochs = epochs };
        int[] walks = [.. Enumerable.Range(0, epochs + 1).Where(epoch => TsneSchedule.Walks(options, epoch))];

        Assert.Equal(first, walks[..3]);
        Assert.Subset(walks.ToHashSet(), last.ToHashSet());
        Assert.All(walks.Zip(walks.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, 1, 4));
        Assert.InRange(walks.Length, epochs / 4, (epochs / 4) + 3);
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
