using CsCheck;
using GpuCluster.Rendering.Thumbnails;

namespace GpuCluster.Rendering.Tests.Thumbnails;

public sealed class AtlasTilesTests
{
    private static readonly int[] Edges = [32, 64, 128];

    [Fact]
    public void Tiles_never_overlap_and_what_a_frame_wants_is_there_when_it_fits_whatever_came_before()
    {
        Gen<(int Point, int Level)[][]> gen = Gen.Select(Gen.Int[0, 40], Gen.Int[0, 2]).Array[0, 24].Array[1, 30];
        Gen.Select(Gen.Int[1, 5], gen)
            .Sample(
                (blocks, frames) =>
                {
                    AtlasTiles tiles = new(blocks, Edges);
                    ulong frame = 0;
                    foreach ((int, int)[] wishes in frames)
                    {
                        (int Point, int Edge)[] fit = Fitting(wishes, blocks);
                        // Strewn tiles may cost wanted ones at first; each round leaves fewer blocks half used.
                        for (int round = 0; round < 8; round++)
                        {
                            frame++;
                            foreach ((int point, int edge) in fit)
                            {
                                if (tiles.Find(point, edge) is int tile and >= 0)
                                    tiles.Touch(tile, frame);
                            }
                            foreach ((int point, int edge) in fit.Where(wish => tiles.Find(wish.Point, wish.Edge) < 0))
                                Assert.True(tiles.Allocate(point, edge, frame) >= 0);
                            AssertSound(tiles);
                        }
                        Assert.All(fit, wish => Assert.True(tiles.Find(wish.Point, wish.Edge) >= 0));
                    }
                }
            );
    }

    [Fact]
    public void What_was_not_wanted_for_longest_goes_first()
    {
        AtlasTiles tiles = new(1, [64]);
        for (int point = 0; point < 4; point++)
            tiles.Allocate(point, 64, (ulong)point + 1);
        tiles.Touch(tiles.Find(0, 64), 5);
        tiles.Allocate(9, 64, 6);
        Assert.Equal(-1, tiles.Find(1, 64));
        Assert.All([0, 2, 3, 9], point => Assert.True(tiles.Find(point, 64) >= 0));
    }

    [Fact]
    public void A_frame_that_wants_every_tile_gets_no_more()
    {
        AtlasTiles tiles = new(1, [64]);
        for (int point = 0; point < 4; point++)
            Assert.True(tiles.Allocate(point, 64, 1) >= 0);
        Assert.Equal(-1, tiles.Allocate(4, 64, 1));
        Assert.Equal(4, tiles.Resident);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(129)]
    public void Edges_that_fit_no_block_are_refused(int edge) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AtlasTiles(4, [edge]));

    private static (int Point, int Edge)[] Fitting((int Point, int Level)[] wishes, int blocks)
    {
        List<(int, int)> fit = new();
        int[] counts = new int[3];
        foreach ((int point, int level) in wishes.Distinct())
        {
            counts[level]++;
            if (Enumerable.Range(0, 3).Sum(l => (counts[l] + AtlasTiles.PerBlock(Edges[l]) - 1) / AtlasTiles.PerBlock(Edges[l])) > blocks)
                break;
            fit.Add((point, Edges[level]));
        }
        return [.. fit];
    }

    private static void AssertSound(AtlasTiles tiles)
    {
        HashSet<(int, int, int)> covered = new();
        int resident = 0;
        for (int point = 0; point <= 40; point++)
        {
            foreach (int edge in Edges)
            {
                if (tiles.Find(point, edge) is not (int tile and >= 0))
                    continue;
                resident++;
                Assert.Equal((point, edge), tiles.KeyOf(tile));
                (int block, int x, int y) = tiles.PlaceOf(tile);
                Assert.InRange(block, 0, tiles.Blocks - 1);
                Assert.True(x >= 0 && y >= 0 && x + edge <= AtlasTiles.BlockEdge && y + edge <= AtlasTiles.BlockEdge);
                for (int part = 0; part < edge / 32 * (edge / 32); part++)
                    Assert.True(covered.Add((block, x / 32 + part % (edge / 32), y / 32 + part / (edge / 32))));
            }
        }
        Assert.Equal(resident, tiles.Resident);
    }
}
