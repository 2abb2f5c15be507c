using System.Runtime.InteropServices;
using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Matrix;

public sealed class CosineMatrixModelTests
{
    [Fact]
    public void An_order_keeps_parts_together_and_holds_each_sample_once()
    {
        Gen.Int[-1, 4]
            .Array[1, 60]
            .Sample(classOf =>
            {
                MatrixOrder order = MatrixOrder.ByLabel(new SampleLabels(classOf, ["a", "b", "c", "数", "e"]));
                int[] samples = order.Samples.ToArray();
                Assert.Equal(Enumerable.Range(0, classOf.Length), samples.Order());
                Assert.Equal(samples.OrderBy(sample => classOf[sample] < 0 ? 9 : classOf[sample]).ThenBy(sample => sample), samples);
                Assert.Equal(classOf.Length, order.Sections.Sum(section => section.Count));
                int start = 0;
                foreach (MatrixSection section in order.Sections)
                {
                    Assert.Equal(start, section.Start);
                    Assert.Single(samples.Skip(start).Take(section.Count).Select(sample => classOf[sample]).Distinct());
                    start += section.Count;
                }
            });
    }

    [Fact]
    public void A_selection_is_ordered_before_all_others()
    {
        MatrixOrder order = MatrixOrder.BySelection(PointSet.Of(5, 3, 1));
        Assert.Equal([1, 3, 0, 2, 4], order.Samples.ToArray());
        Assert.Equal([("selected", 2), ("not selected", 3)], order.Sections.Select(section => (section.Name, section.Count)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(65)]
    [InlineData(700)]
    public void Once_all_wishes_came_each_pixel_shows_its_cell(int count)
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(count)) { IsShown = true };
        Grant(model, 150, 110);
        foreach ((double x, double y, double factor) in new[] { (75.0, 55.0, 1.0), (40, 20, 3), (10, 90, 40), (75, 55, 0.001) })
        {
            model.ZoomAt(x, y, factor);
            uint[] pixels = Grant(model, 150, 110);
            Assert.Empty(model.Wishes);
            for (int pixel = 0; pixel < pixels.Length; pixel += 7)
            {
                (int across, int down) = (pixel % 150, pixel / 150);
                if (model.HoverAt(across + 0.5, down + 0.5) is not { } hover)
                {
                    Assert.Equal(0u, pixels[pixel]);
                    continue;
                }

                // As the data's order is the matrix' own, a cell's first sample tells its place.
                float expected = MeanOf(hover.RowSample, hover.RowCount, hover.ColumnSample, hover.ColumnCount, count);
                Assert.Equal(expected, hover.Cosine!.Value, 1e-5);
                Assert.Equal(model.Scale.Colour([hover.Cosine.Value]).Rgba[0], pixels[pixel]);
            }
        }
    }

    [Fact]
    public void The_overview_is_wished_for_first_and_stands_in_for_finer_tiles()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(1000)) { IsShown = true };
        Draw(model, 400, 400);
        MatrixTile overview = new(model.CoarsestLevel, 0, 0);
        Assert.Equal(overview, model.Wishes[0]);
        Assert.True(model.Wishes.Count > 1);
        uint[] before = Draw(model, 400, 400);
        model.SetTile(model.Order, overview, TileOf(overview, 1000));
        uint[] after = Draw(model, 400, 400);
        Assert.Single(before.Distinct());
        Assert.True(after.Distinct().Count() > 10);
        Assert.DoesNotContain(overview, model.Wishes);
    }

    [Fact]
    public void Tiles_of_both_sides_of_the_diagonal_are_wished_for_once()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(1000)) { IsShown = true };
        Draw(model, 1000, 1000);
        Assert.All(model.Wishes, tile => Assert.True(tile.Row <= tile.Column));
        Assert.Equal(model.Wishes.Distinct(), model.Wishes);
        Assert.Equal((16 * 17 / 2) + 1, model.Wishes.Count);
    }

    [Fact]
    public void A_hidden_matrix_wishes_for_nothing_and_tiles_of_another_order_are_let_go()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(100));
        Draw(model, 50, 50);
        Assert.Empty(model.Wishes);
        MatrixOrder old = model.Order;
        model.SetOrder(MatrixOrder.BySelection(PointSet.Of(100, 7)));
        long version = model.Version;
        MatrixTile tile = new(model.CoarsestLevel, 0, 0);
        model.SetTile(old, tile, TileOf(tile, 100));
        Assert.Equal(version, model.Version);
        Assert.Throws<ArgumentException>(() => model.SetTile(model.Order, tile, new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SetOrder(MatrixOrder.OfData(99)));
    }

    [Fact]
    public void Zooming_about_a_pixel_keeps_what_it_shows_and_moving_moves_it()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(5000)) { IsShown = true };
        Draw(model, 300, 300);
        (double x, double y) = model.PixelOf(1234);
        model.ZoomAt(x, y, 5);
        Assert.Equal(
            (x, y),
            (Math.Round(model.PixelOf(1234).X, 6), Math.Round(model.PixelOf(1234).Y, 6)),
            (a, b) => Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-5
        );
        model.Pan(10, -4);
        Assert.Equal(x + 10, model.PixelOf(1234).X, 1e-6);
        Assert.Equal(y - 4, model.PixelOf(1234).Y, 1e-6);
    }

    [Fact]
    public void A_fixed_scale_stays_whatever_is_seen()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(300)) { IsShown = true };
        model.SetScale(new ColourScale(-1, 1));
        Grant(model, 60, 60);
        Assert.Equal(new ColourScale(-1, 1), model.Scale);
        model.SetScale(null);
        Grant(model, 60, 60);
        Assert.NotEqual(new ColourScale(-1, 1), model.Scale);
    }

    [Fact]
    public void No_more_tiles_are_kept_than_the_bound_and_the_overview_stays()
    {
        CosineMatrixModel model = new(MatrixOrder.OfData(40_000)) { IsShown = true };
        Grant(model, 100, 100);
        MatrixTile overview = new(model.CoarsestLevel, 0, 0);
        for (int i = 0; i < CosineMatrixModel.MaxTiles + 50; i++)
        {
            model.SetTile(
                model.Order,
                new MatrixTile(0, i % 600, 600 + (i / 600)),
                new float[64 * (40_000 - (64 * (600 + (i / 600))) is var left && left < 64 ? left : 64)]
            );
        }

        model.Fit();
        Draw(model, 100, 100);
        Assert.DoesNotContain(overview, model.Wishes);
        Assert.NotEmpty(model.Wishes);
    }

    private static uint[] Grant(CosineMatrixModel model, int width, int height)
    {
        Draw(model, width, height);
        foreach (MatrixTile tile in model.Wishes.ToArray())
            model.SetTile(model.Order, tile, TileOf(tile, model.Count));
        return Draw(model, width, height);
    }

    private static uint[] Draw(CosineMatrixModel model, int width, int height)
    {
        uint[] pixels = new uint[width * height];
        model.Draw(width, height, MemoryMarshal.AsBytes(pixels.AsSpan()));
        return pixels;
    }

    private static float[] TileOf(MatrixTile tile, int count)
    {
        int cells = (count + tile.BlockSize - 1) / tile.BlockSize;
        int rows = Math.Min(64, cells - (64 * tile.Row)),
            columns = Math.Min(64, cells - (64 * tile.Column));
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            int row = ((64 * tile.Row) + (i / columns)) * tile.BlockSize,
                column = ((64 * tile.Column) + (i % columns)) * tile.BlockSize;
            values[i] = MeanOf(row, Math.Min(tile.BlockSize, count - row), column, Math.Min(tile.BlockSize, count - column), count);
        }

        return values;
    }

    /// <summary>A symmetric function that differs from cell to cell: of the blocks' middles.</summary>
    private static float MeanOf(int row, int rows, int column, int columns, int count)
    {
        float down = (row + (rows / 2f)) / count,
            across = (column + (columns / 2f)) / count;
        return (down * across) - (0.4f * Math.Abs(down - across));
    }
}
