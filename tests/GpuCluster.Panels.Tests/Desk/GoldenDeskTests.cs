using System.Numerics;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Timeline;
using GpuCluster.Testing;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>The desk in several states, compared with pictures that were looked at.</summary>
public sealed class GoldenDeskTests
{
    /// <summary>Set to 1, the pictures are written rather than compared.</summary>
    private const string Renew = "GPUCLUSTER_NEW_GOLDEN";

    [Fact]
    public void A_run_with_a_selection_at_scale_1()
    {
        using DeskFixture stage = Running(1280, 720, 1);
        Check(stage, "desk.png");
    }

    [Fact]
    public void The_same_at_scale_2()
    {
        using DeskFixture stage = Running(2560, 1440, 2);
        Check(stage, "desk-2x.png");
    }

    [Fact]
    public void A_small_window_with_many_classes()
    {
        using DeskFixture stage = new(classes: 300, width: 640, height: 480, name: i => $"species of a long name {i}");
        Check(stage, "desk-small.png");
    }

    [Fact]
    public void Chinese_names()
    {
        using DeskFixture stage = new(
            classes: 4,
            name: i => new[] { "猫", "犬と鳥", "三つの長い名前", "cat" }[i],
            fontFolders: ["/usr/share/fonts/opentype/noto"]
        );
        Assert.SkipUnless(
            File.Exists("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
            "Noto Sans CJK is not installed (fonts-noto-cjk)."
        );
        Check(stage, "desk-chinese.png");
    }

    [Fact]
    public void Everything_open()
    {
        using DeskFixture stage = Running(1600, 1400, 1);
        stage.Scene.Selection.Hovered = null;
        stage.Scene.Steering.TrySteer(new UmapOptions { MinDist = 1.5 });
        stage.Scene.Similarity.SetGroups(Groups(stage.Scene.Facts.Count));
        stage.Panels.UnfoldAll();
        Check(stage, "desk-open.png");
    }

    [Fact]
    public void A_layout_by_tsne_is_steered_by_its_own_values()
    {
        using DeskFixture stage = new(width: 1280, height: 900, scale: 1);
        for (int epoch = 1; epoch <= 300; epoch++)
        {
            stage.Scene.Timeline.AddFigures(
                new EpochFigures(epoch)
                {
                    Divergence = epoch < 250 ? 3 - (0.004 * epoch) : 1.2 + (0.8 / (epoch - 249)),
                    MeanDisplacement = 0.1 / epoch,
                }
            );
        }

        stage.Scene.Steering.SetRunning(null, new TsneOptions { Theta = 0.3 });
        stage.Scene.Steering.TrySteer(new TsneOptions { Theta = 0.3, LearningRate = 0.0001 });
        stage.Panels.UnfoldAll();
        Check(stage, "desk-tsne.png");
    }

    [Fact]
    public void The_cosine_matrix_by_class_with_a_pair_under_the_cursor()
    {
        using DeskFixture stage = Running(1280, 720, 1);
        stage.Scene.Selection.Hovered = null;
        CosineMatrixModel matrix = stage.Scene.Matrix;
        matrix.IsShown = true;
        stage.Screenshot();
        while (matrix.Wishes.Count > 1)
        {
            foreach (MatrixTile tile in matrix.Wishes.Skip(matrix.Wishes[0].Level == matrix.CoarsestLevel ? 0 : 1).ToArray())
                matrix.SetTile(matrix.Order, tile, Cosines(matrix, tile));
            stage.Screenshot();
        }

        stage.Tell(InputEvent.CursorMoved(400, 200));
        Check(stage, "desk-matrix.png");

        // Of the first sample of each block: what the mean is of does not matter to how it is drawn.
        static float[] Cosines(CosineMatrixModel matrix, MatrixTile tile)
        {
            int[] SamplesOf(int index) =>
                [
                    .. Enumerable
                        .Range(index * MatrixTile.Cells, MatrixTile.Cells)
                        .Select(cell => cell * tile.BlockSize)
                        .Where(place => place < matrix.Count)
                        .Select(place => matrix.Order.Samples[place]),
                ];
            return [.. SamplesOf(tile.Row).SelectMany(_ => SamplesOf(tile.Column), Cosine)];
        }

        static float Cosine(int a, int b) =>
            a == b ? 1 : (a % 10 == b % 10 ? 0.7f : 0.2f + (0.03f * ((a + b) % 10))) + (((a * 31) + (b * 31)) % 17 * 0.01f);
    }

    [Theory]
    [InlineData(1280, 720, 1, "desk-help.png")]
    [InlineData(640, 480, 1, "desk-help-small.png")]
    public void The_help_page(int width, int height, float scale, string name)
    {
        using DeskFixture stage = Running(width, height, scale);
        stage.Status = stage.Status with { ShowsHelp = true, Message = "saved out/picture-0001.png" };
        Check(stage, name);
    }

    private static SimilarityGroups Groups(int count)
    {
        int[] groupOf = new int[count];
        Array.Fill(groupOf, -1);
        SimilarityGroup[] groups =
        [
            .. Enumerable
                .Range(0, 40)
                .Select(i => new SimilarityGroup(
                    [.. Enumerable.Range(i * 12, 12 - (i / 5))],
                    0.95f + (0.0005f * i),
                    0.97f + (0.0004f * i)
                )),
        ];
        for (int group = 0; group < groups.Length; group++)
        {
            foreach (int member in groups[group].Members)
                groupOf[member] = group;
        }

        return new SimilarityGroups(0.95f, GroupLinkage.Connected, groupOf, groups);
    }

    private static DeskFixture Running(int width, int height, float scale)
    {
        DeskFixture stage = new(width: width, height: height, scale: scale);
        for (int epoch = 1; epoch <= 120; epoch++)
        {
            if (epoch % 5 == 0)
                stage.Scene.Timeline.History.Record(epoch, new Vector4[stage.Scene.Facts.Count]);
            stage.Scene.Timeline.AddFigures(
                new EpochFigures(epoch)
                {
                    Loss = new LayoutLoss(0.4 + (0.5 / epoch), 0.2 + (0.001 * epoch)),
                    MeanDisplacement = 0.1 / epoch,
                    NeighbourPreservation = 0.6 - (0.5 / Math.Sqrt(epoch)),
                    LayoutOutliers = epoch % 7,
                }
            );
        }

        stage.Scene.Steering.SetRunning(new UmapOptions());
        stage.Scene.Selection.Select(5);
        stage.Scene.Similarity.FollowFocus();
        stage.Scene.Similarity.SetRow(5, [.. Enumerable.Range(0, stage.Scene.Facts.Count).Select(i => 1 - (Math.Abs(i - 5) / 1000f))]);
        stage.Scene.Selection.Hovered = 8;
        stage.Tell(InputEvent.CursorMoved(width * 0.48f, height * 0.4f));
        return stage;
    }

    private static void Check(DeskFixture stage, string name)
    {
        byte[] actual = DeskFixture.OnBackground(stage.Screenshot());
        if (Environment.GetEnvironmentVariable(Renew) == "1")
        {
            using FileStream file = File.Create(Path.Combine(GoldenImage.Folder, name));
            PngWriter.Write(file, stage.Scene.Width, stage.Scene.Height, actual);
        }

        (int width, int height, byte[] expected) = GoldenImage.Load(name);
        Assert.Equal((stage.Scene.Width, stage.Scene.Height), (width, height));
        ImageDifference difference = ImageComparer.Compare(expected, actual, tolerance: 2);
        Assert.True(difference.PixelsBeyond == 0, $"{difference}");
    }
}
