using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Pairs;

public sealed class KeepModelTests
{
    private readonly SceneState _scene = new(new SampleFacts(8));

    [Fact]
    public void The_key_asks_for_the_best_of_the_pair_else_of_the_grid_else_of_the_selection()
    {
        _scene.Selection.Select(PointSet.Of(8, 1, 3, 5));
        Assert.Equal([1, 3, 5], Asked());
        _scene.Keep.GiveUp();

        SceneCommands.Grid.Run(_scene);
        Assert.Equal(GridSource.Selection, _scene.Grid.Source);
        _scene.Grid.Choose(3, adds: false);
        Assert.Equal([1, 3, 5], Asked());
        _scene.Keep.GiveUp();

        SceneCommands.Pair.Run(_scene);
        Assert.Equal([_scene.Pair.Left, _scene.Pair.Right], Asked());
    }

    [Fact]
    public void One_sample_is_no_choice_and_a_second_request_waits_for_the_first()
    {
        _scene.Selection.Select(4);
        Press();
        Assert.False(_scene.TryNextRequest(out _));
        _scene.Selection.Select(PointSet.Of(8, 1, 3));
        Assert.NotNull(Asked());
        Assert.True(_scene.Keep.IsWaiting);
        Press();
        Assert.False(_scene.TryNextRequest(out _));
    }

    [Fact]
    public void The_best_of_every_group_is_tagged_keep_and_the_others_remove_in_one_step_of_undo()
    {
        _scene.Similarity.SetGroups(
            new SimilarityGroups(
                0.9f,
                GroupLinkage.Star,
                [0, 0, -1, 1, 1, 1, -1, -1],
                [new SimilarityGroup([3, 4, 5], 0.9f, 0.95f), new SimilarityGroup([0, 1], 0.9f, 0.95f)]
            )
        );
        _scene.Selection.Select(5);
        _scene.Marks.Tag("mine");
        _scene.Keep.Use(KeepCriterion.Sharper);
        _scene.Keep.KeepOfGroups();
        SceneRequest.ChooseKept asked = Assert.IsType<SceneRequest.ChooseKept>(Next());
        Assert.Equal((2, KeepCriterion.Sharper), (asked.Groups.Count, asked.First));
        _scene.Keep.Set(asked.Groups, [4, 0]);
        Assert.Equal(
            ["keep", "remove", null, "remove", "keep", "remove", null, null],
            Enumerable.Range(0, 8).Select(sample => _scene.Marks.Marks.Tags[sample])
        );
        Assert.Equal([5], _scene.Selection.Selected.ToArray());
        Assert.True(_scene.Actions.HasUnsaved);
        SceneCommands.Undo.Run(_scene);
        Assert.Equal((null, "mine"), (_scene.Marks.Marks.Tags[4], _scene.Marks.Marks.Tags[5]));
    }

    [Fact]
    public void Another_choice_moves_the_tags()
    {
        _scene.Keep.Set(
            [
                [1, 2],
            ],
            [1]
        );
        _scene.Keep.Set(
            [
                [1, 2],
            ],
            [2]
        );
        Assert.Equal(("remove", "keep"), (_scene.Marks.Marks.Tags[1], _scene.Marks.Marks.Tags[2]));
    }

    private void Press()
    {
        _scene.Handle(InputEvent.KeyChanged(Key.Y, isDown: true));
        _scene.Handle(InputEvent.KeyChanged(Key.Y, isDown: false));
    }

    private int[] Asked()
    {
        while (_scene.TryNextRequest(out _)) { }

        Press();
        return Assert.Single(Assert.IsType<SceneRequest.ChooseKept>(Next()).Groups);
    }

    private SceneRequest? Next() => _scene.TryNextRequest(out SceneRequest? request) ? request : null;
}
