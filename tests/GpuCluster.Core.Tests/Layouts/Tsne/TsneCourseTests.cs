using GpuCluster.Core.Layouts.Tsne;

namespace GpuCluster.Core.Tests.Layouts.Tsne;

public sealed class TsneCourseTests
{
    [Fact]
    public void Values_count_at_once_and_numbers_of_epochs_from_the_next_restart_on()
    {
        TsneCourse course = new(new TsneOptions { Epochs = 400 });
        Advance(course, 10);
        TsneOptions wanted = course.Options with { Exaggeration = 4, LearningRate = 70, Epochs = 500, ExaggerationEpochs = 5 };
        course.Steer(wanted);
        Assert.Equal(wanted, course.Options);
        Assert.Equal((10, 400, 4, 70), (course.Epoch, course.Epochs, course.Exaggeration, course.LearningRate(1000)));
        course.Restart();
        Assert.Equal((0, 500), (course.Epoch, course.Epochs));
        Advance(course, 5);
        Assert.Equal((1, true), (course.Exaggeration, course.BeginsFresh));
    }

    [Fact]
    public void Going_on_exaggerates_no_more_and_a_restart_does_again()
    {
        TsneCourse course = new(new TsneOptions { Epochs = 3 });
        Advance(course, 3);
        course.Continue(50);
        Assert.Equal((0, 50, 1, 0.8, false), (course.Epoch, course.Epochs, course.Exaggeration, course.Momentum, course.BeginsFresh));
        course.Steer(course.Options with { Exaggeration = 20 });
        Assert.Equal((50, 1), (course.Epochs, course.Exaggeration));
        Assert.Throws<ArgumentOutOfRangeException>(() => course.Continue(0));
        course.Restart();
        Assert.Equal((0, 3, 20, 0.5), (course.Epoch, course.Epochs, course.Exaggeration, course.Momentum));
    }

    [Fact]
    public void What_belongs_to_the_graph_or_cannot_be_is_refused_and_nothing_changes()
    {
        TsneOptions usual = new();
        TsneCourse course = new(usual);
        foreach (
            (TsneOptions wanted, string word) in new[]
            {
                (usual with { Perplexity = 31 }, "perplexity 31"),
                (usual with { Dims = 2 }, "dimensions 2"),
                (usual with { Seed = 1 }, "seed 1"),
                (usual with { LearningRate = 0 }, "learning rate 0"),
                (usual with { Exaggeration = 101 }, "exaggeration 101"),
                (usual with { Theta = double.NaN }, "theta NaN"),
            }
        )
        {
            Assert.Contains(word, Assert.Throws<ArgumentException>(() => course.Steer(wanted)).Message, StringComparison.Ordinal);
            Assert.Equal(usual, course.Options);
        }

        Assert.Throws<ArgumentException>(() => new TsneCourse(usual with { Epochs = -1 }));
    }

    private static void Advance(TsneCourse course, int epochs)
    {
        for (int i = 0; i < epochs; i++)
            course.Advance();
    }
}
