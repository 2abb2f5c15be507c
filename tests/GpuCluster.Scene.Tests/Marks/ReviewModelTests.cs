using GpuCluster.Core.Samples;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Marks;

public sealed class ReviewModelTests
{
    private readonly SceneState _scene = new(new SampleFacts(6) { Labels = new SampleLabels([0, 0, 0, 1, 1, 1], ["cat", "dog"]) });

    private ReviewModel Review => _scene.Review;

    [Fact]
    public void It_asks_for_samples_once_and_begins_with_the_surest()
    {
        Review.Find();
        Assert.True(_scene.TryNextRequest(out SceneRequest? request));
        Assert.IsType<SceneRequest.FindWrongLabels>(request);
        Assert.True(Review.IsWaiting);

        Found();
        Assert.False(Review.IsWaiting);
        Assert.Equal(4, _scene.Selection.Focus);
        Assert.Equal(0, Review.Done);
    }

    [Fact]
    public void Verdicts_go_on_to_the_next_and_count()
    {
        Found();
        Review.Accept();
        Assert.Equal("cat", _scene.Marks.ClassOf(4));
        Assert.Equal((1, 1), (Review.At, Review.Done));

        Review.Skip();
        Assert.Equal(5, _scene.Selection.Focus);
        Review.Keep();
        Assert.Equal("dog", _scene.Marks.ClassOf(5));

        // The one that was skipped is left.
        Assert.Equal((1, 2), (Review.At, Review.Done));
        Assert.Equal(1, _scene.Selection.Focus);
        Review.Accept();
        Assert.Equal(3, Review.Done);
    }

    [Fact]
    public void Undo_returns_to_the_sample_and_takes_its_verdict_back()
    {
        Found();
        Review.Accept();
        Review.Keep();
        Assert.Equal(2, Review.Done);

        _scene.Actions.Undo();
        Assert.Equal((1, 1), (Review.At, Review.Done));
        _scene.Actions.Undo();
        Assert.Equal((0, 0), (Review.At, Review.Done));
        Assert.Equal("dog", _scene.Marks.ClassOf(4));
    }

    [Fact]
    public void A_class_that_was_accepted_can_be_kept_after_all()
    {
        Found();
        Review.Accept();
        Review.Go(0);
        Review.Keep();
        Assert.Equal("dog", _scene.Marks.ClassOf(4));
    }

    [Fact]
    public void Nothing_found_is_no_fault()
    {
        Review.Set([]);
        Review.Accept();
        Review.Skip();
        Assert.Null(Review.At);
        Assert.True(_scene.Marks.Marks.IsEmpty);
    }

    private void Found() => Review.Set([new Suspect(4, "cat", 1), new Suspect(1, "dog", 0.8), new Suspect(5, "cat", 0.6)]);
}
