using System.Numerics;
using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Colouring;

public sealed class ColourModelTests
{
    [Fact]
    public void Styles_follow_the_selection()
    {
        const int N = 130;
        Gen<int[]> some = Gen.Int[0, N - 1].Array[0, 60];
        Gen.Select(some, some, some, Gen.Bool, Gen.Int[-1, N - 1], Gen.Int[-1, N - 1])
            .Sample(
                (selected, hidden, isolated, isIsolated, focus, hovered) =>
                {
                    PointSet hiddenSet = PointSet.Of(N, hidden);
                    PointSet selectedSet = PointSet.Of(N, selected).Except(hiddenSet);
                    SelectionState state = new(
                        selectedSet,
                        hiddenSet,
                        isIsolated ? PointSet.Of(N, isolated) : null,
                        focus >= 0 && selectedSet.Contains(focus) ? focus : null
                    );
                    uint[] plain = [.. Enumerable.Range(0, N).Select(i => 0xFF000000 | ((uint)i * 7919))];
                    PointColours styled = StyledColours.Of(new PointColours(plain), state, hovered < 0 ? null : hovered);
                    for (int i = 0; i < N; i++)
                    {
                        bool isFaint = isIsolated && !isolated.Contains(i) && !selected.Contains(i);
                        byte expected =
                            hidden.Contains(i) ? PointStyle.Hidden
                            : i == hovered || i == state.Focus ? PointStyle.Focused
                            : selected.Contains(i) ? PointStyle.Selected
                            : isFaint ? PointStyle.Faint
                            : PointStyle.Normal;
                        Assert.Equal(expected, PointStyle.Of(styled.Rgba[i]));
                        if (!isFaint)
                            Assert.Equal(plain[i] & 0xFFFFFF, styled.Rgba[i] & 0xFFFFFF);
                    }

                    Assert.True(styled.HasStyles || styled.Rgba.All(rgba => PointStyle.Of(rgba) == PointStyle.Normal));
                }
            );
    }

    [Fact]
    public void Colours_are_made_anew_only_when_something_changed()
    {
        (ColourModel colours, SelectionModel selection, CloudPositions cloud) = Model();
        PointColours plain = colours.Colours;
        Assert.Same(plain, colours.Colours);
        Assert.False(plain.HasStyles);
        selection.Select(3);
        PointColours styled = colours.Colours;
        Assert.True(styled.HasStyles);
        Assert.Same(styled, colours.Colours);
        cloud.Update(positions => positions.Clear(), colours.PositionsChanged);
        Assert.Same(styled, colours.Colours);
        selection.Clear();
        Assert.Same(plain, colours.Colours);
    }

    [Fact]
    public void Every_colouring_is_reached_by_its_name_and_in_turn()
    {
        (ColourModel colours, _, _) = Model();
        Assert.Equal(["label", "density", "displacement", "order", "none", "weight", "kind", "column label"], colours.Names);
        foreach (string name in colours.Names)
        {
            Assert.True(colours.TryChoose(name));
            Assert.Equal(name, colours.Current);
            Assert.Equal(6, colours.Colours.Rgba.Length);
        }

        Assert.False(colours.TryChoose("similarity"));
        Assert.Equal("column label", colours.Current);
        colours.Next();
        Assert.Equal("label", colours.Current);
    }

    [Fact]
    public void Classes_are_switched_off_on_and_alone_and_undo_knows_it()
    {
        (ColourModel colours, SelectionModel selection, _) = Model();
        Assert.Equal([3, 2, 1], colours.ShownCounts);
        long version = colours.Version;
        colours.ToggleEntry(0);
        Assert.NotEqual(version, colours.Version);
        Assert.Equal([0, 2, 1], colours.ShownCounts);
        Assert.Equal(PointStyle.Hidden, PointStyle.Of(colours.Colours.Rgba[0]));
        colours.ToggleEntry(0);
        Assert.Equal([3, 2, 1], colours.ShownCounts);
        colours.ShowOnlyEntry(1);
        Assert.Equal([0, 2, 0], colours.ShownCounts);
        colours.ShowOnlyEntry(1);
        Assert.True(selection.Hidden.IsEmpty);
        selection.Undo();
        Assert.Equal([0, 2, 0], colours.ShownCounts);
        selection.Undo();
        selection.Undo();
        Assert.Equal([0, 2, 1], colours.ShownCounts);
        colours.TryChoose("weight");
        Assert.Empty(colours.ShownCounts);
        PointSet hidden = selection.Hidden;
        colours.ToggleEntry(0);
        colours.ShowOnlyEntry(0);
        Assert.Same(hidden, selection.Hidden);
    }

    [Fact]
    public void Similarity_colours_while_there_is_one_and_then_the_colouring_before_returns()
    {
        (ColourModel colours, _, _) = Model();
        colours.TryChoose("order");
        colours.SetSimilarity(new SimilarityColouring("a", [1, 0, 0, 0, 0, 0]));
        Assert.Equal("similarity", colours.Current);
        uint[] first = colours.Colours.Rgba;
        colours.SetSimilarity(new SimilarityColouring("b", [0, 0, 0, 0, 0, 1]));
        Assert.NotEqual(first, colours.Colours.Rgba);
        colours.SetSimilarity(null);
        Assert.Equal("order", colours.Current);
        Assert.DoesNotContain("similarity", colours.Names);

        // Who chooses another colouring meanwhile keeps it.
        colours.SetSimilarity(new SimilarityColouring("a", [1, 0, 0, 0, 0, 0]));
        colours.TryChoose("density");
        colours.SetSimilarity(new SimilarityColouring("b", [0, 0, 0, 0, 0, 1]));
        Assert.Equal("density", colours.Current);
        colours.TryChoose("similarity");
        colours.SetSimilarity(null);
        Assert.Equal("density", colours.Current);
        colours.SetSimilarity(new SimilarityColouring("a", [1, 0, 0, 0, 0, 0]));
        Assert.Equal("similarity", colours.Current);
    }

    [Fact]
    public void Clusters_that_arrive_are_shown()
    {
        (ColourModel colours, _, _) = Model();
        colours.SetClusters([0, 0, 1, 1, 1, -1]);
        Assert.Equal("cluster", colours.Current);
        Assert.Equal(["cluster 2", "cluster 1", "in no cluster"], colours.Legend.Entries.Select(entry => entry.Name));
        colours.SetClusters([0, 0, 0, 0, 0, 0]);
        Assert.Single(colours.Legend.Entries);
    }

    [Fact]
    public void One_point_and_none_have_colours()
    {
        foreach (int count in new[] { 0, 1 })
        {
            CloudPositions cloud = new(count);
            ColourModel colours = new(new SampleFacts(count), cloud, new SelectionModel(count));
            foreach (string name in colours.Names)
            {
                colours.TryChoose(name);
                cloud.Update(positions => positions.Fill(Vector4.One), colours.PositionsChanged);
                Assert.Equal(count, colours.Colours.Rgba.Length);
            }
        }
    }

    private static (ColourModel Colours, SelectionModel Selection, CloudPositions Cloud) Model()
    {
        SampleFacts facts = new(6)
        {
            Labels = new SampleLabels([0, 0, 0, 1, 1, -1], ["zero", "一"]),
            Columns =
            [
                new NumericColumn("weight", [1, 2, 3, 4, 5, float.NaN]),
                new TextColumn("kind", ["a", "b", "a", "", "c", "a"]),
                new TextColumn("label", ["", "", "", "", "", ""]),
            ],
        };
        CloudPositions cloud = new(6);
        SelectionModel selection = new(6);
        return (new ColourModel(facts, cloud, selection), selection, cloud);
    }
}
