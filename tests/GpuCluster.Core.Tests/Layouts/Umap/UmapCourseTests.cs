using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapCourseTests
{
    private static readonly UmapOptions Options = new()
    {
        Dims = 2,
        Epochs = 400,
        LearningRate = 2,
    };

    [Fact]
    public void Values_count_at_once_and_the_number_of_epochs_from_the_next_restart_on()
    {
        UmapCourse course = Course();
        for (int epoch = 0; epoch < 100; epoch++)
            course.Advance();
        double a = course.Curve.A;
        UmapOptions wanted = Options with { MinDist = 0.5, LearningRate = 1, Epochs = 500 };
        course.Steer(wanted);
        Assert.Equal((wanted, 100, 400), (course.Options, course.Epoch, course.Epochs));
        Assert.Equal(UmapSchedule.Alpha(1, 100, 400), course.Alpha);
        Assert.NotEqual(a, course.Curve.A);
        Assert.True(course.Restart());
        Assert.Equal((0, 500), (course.Epoch, course.Epochs));
        Assert.False(course.Restart());
    }

    [Fact]
    public void Going_on_and_coming_back_set_the_schedule()
    {
        UmapCourse course = Course();
        Assert.False(course.Continue(400));
        Assert.True(course.Continue(50));
        Assert.Equal((0, 50), (course.Epoch, course.Epochs));
        Assert.Throws<ArgumentOutOfRangeException>(() => course.Continue(0));
        Assert.True(course.Resume(new UmapProgress(course.Initial, 7, 30)));
        Assert.Equal((7, 30), (course.Epoch, course.Epochs));
        Assert.Throws<ArgumentOutOfRangeException>(() => course.Resume(new UmapProgress(course.Initial, 31, 30)));
        Assert.Throws<ArgumentOutOfRangeException>(() => course.Resume(new UmapProgress(new Layout(1, 2, [0, 0]), 7, 30)));
        Assert.Equal((7, 30), (course.Epoch, course.Epochs));
    }

    [Fact]
    public void What_cannot_be_is_refused_and_nothing_changes()
    {
        UmapCourse course = Course();
        Assert.Throws<ArgumentException>(() => course.Steer(Options with { Seed = Options.Seed + 1 }));
        Assert.Throws<ArgumentException>(() => course.Steer(Options with { LearningRate = 0 }));
        Assert.Equal(Options, course.Options);
        Assert.Throws<ArgumentException>(() => new UmapCourse(course.Graph, course.Initial, Options with { Epochs = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UmapCourse(course.Graph, new Layout(1, 2, [0, 0]), Options));
        Assert.Throws<ArgumentOutOfRangeException>(() => new UmapCourse(course.Graph, new Layout(2, 1, [0, 0]), Options));
    }

    private static UmapCourse Course() => new(new LayoutGraph([0, 1, 2], [1, 0], [1, 1]), new Layout(2, 2, [0, 0, 1, 1]), Options);
}
