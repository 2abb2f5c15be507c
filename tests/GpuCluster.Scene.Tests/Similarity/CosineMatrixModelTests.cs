using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Scene.Tests.Similarity;

public sealed class CosineMatrixModelTests
{
    [Fact]
    public void Nothing_is_asked_until_it_is_shown_and_no_longer_once_it_is_not()
    {
        (CosineMatrixModel matrix, _, _, List<SceneRequest> asked) = Model(20);
        matrix.Follow();
        Assert.Empty(asked);
        matrix.IsShown = true;
        matrix.Follow();
        matrix.Follow();
        MatrixWindow window = Assert.IsType<SceneRequest.ShowCosines>(Assert.Single(asked)).Window!;
        Assert.Equal(20, window.Rows.Length);
        Assert.Equal(window.Rows, window.Columns);
        matrix.IsShown = false;
        Assert.Null(Assert.IsType<SceneRequest.ShowCosines>(asked[^1]).Window);
    }

    [Fact]
    public void Samples_are_ordered_by_class_by_cluster_or_are_the_selected_ones()
    {
        (CosineMatrixModel matrix, SelectionModel selection, ColourModel colours, _) = Model(6, i => i == 4 ? -1 : i % 2);
        matrix.IsShown = true;
        matrix.Follow();
        Assert.Equal([0, 2, 1, 3, 5, 4], matrix.Order);
        matrix.Ordering = MatrixOrdering.Cluster;
        matrix.Follow();
        Assert.Equal([0, 1, 2, 3, 4, 5], matrix.Order);
        colours.SetClusters([2, 1, 0, 2, -1, 0]);
        matrix.Follow();
        Assert.Equal([2, 5, 1, 0, 3, 4], matrix.Order);
        matrix.Ordering = MatrixOrdering.Selection;
        matrix.Follow();
        Assert.Empty(matrix.Order);
        Assert.Null(matrix.At(0.5, 0.5));
        selection.Select(PointSet.Of(6, 5, 1));
        matrix.Follow();
        Assert.Equal([1, 5], matrix.Order);
    }

    [Fact]
    public void Tiles_fill_the_window_and_late_ones_of_another_are_let_go()
    {
        (CosineMatrixModel matrix, _, _, _) = Model(10);
        matrix.IsShown = true;
        matrix.Follow();
        int first = matrix.Window!.Number;
        matrix.SetTile(first, 2, 4, 3, [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f]);
        Assert.Equal(0.06, matrix.Progress, 6);
        Assert.Equal((3, 6, 0.6f), matrix.At(0.65, 0.35));
        Assert.True(float.IsNaN(matrix.At(0, 0)!.Value.Cosine));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SetTile(first, 9, 0, 1, [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.SetTile(first, 0, 8, 3, [0, 0, 0]));

        matrix.Zoom(1.25, 0, 0);
        matrix.Follow();
        Assert.Equal(8, matrix.Window.Rows.Length);
        matrix.SetTile(first, 0, 0, 1, [1]);
        Assert.Equal(0, matrix.Progress);
    }

    [Fact]
    public void However_it_is_zoomed_and_panned_the_window_lies_in_the_matrix() =>
        Gen.Select(Gen.Int[1, 3000], Gen.Select(Gen.Double[0.2, 5], Gen.Double[0, 1], Gen.Double[-1, 1]).Array[0, 20]).Sample((count, moves) =>
        {
            (CosineMatrixModel matrix, _, _, _) = Model(count);
            matrix.IsShown = true;
            matrix.Follow();
            foreach ((double factor, double place, double way) in moves)
            {
                matrix.Zoom(factor, place, 1 - place);
                matrix.Pan(way, -way);
                matrix.Follow();
                (double top, double left, double span) = matrix.View;
                Assert.True(top >= 0 && left >= 0 && top + span <= count + 1e-9 && left + span <= count + 1e-9);
                MatrixWindow window = matrix.Window!;
                Assert.InRange(window.Rows.Length, 1, CosineMatrixModel.MostCells);
                Assert.All(window.Rows.Zip(window.Rows.Skip(1)), pair => Assert.True(pair.First < pair.Second));
            }
        });

    [Fact]
    public void Zooming_keeps_the_place_under_the_cursor()
    {
        (CosineMatrixModel matrix, _, _, _) = Model(1000);
        matrix.IsShown = true;
        matrix.Follow();
        matrix.Zoom(4, 0.25, 0.75);
        (double top, double left, double span) = matrix.View;
        Assert.Equal((250.0, 750.0), (left + (0.25 * span), top + (0.75 * span)));
    }

    private static (CosineMatrixModel Matrix, SelectionModel Selection, ColourModel Colours, List<SceneRequest> Asked) Model(int count, Func<int, int>? classOf = null)
    {
        var facts = new SampleFacts(count) { Labels = classOf is null ? null : new SampleLabels([.. Enumerable.Range(0, count).Select(classOf)], ["a", "b"]) };
        var selection = new SelectionModel(count);
        var colours = new ColourModel(facts, new CloudPositions(count), selection);
        var asked = new List<SceneRequest>();
        return (new CosineMatrixModel(facts, selection, colours, asked.Add), selection, colours, asked);
    }
}
