using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by category; each category is an entry of the legend.</summary>
public class CategoryColouring : IColouring
{
    /// <summary>The most categories with their own colour and entry; more could be neither distinguished nor read.</summary>
    public const int MaxEntries = 300;

    private readonly int[] _entryOf;
    private readonly uint[] _colourOf;

    /// <param name="title">What the categories are.</param>
    /// <param name="entryOf">Length n: index of an entry.</param>
    /// <param name="entries">The categories, with their counts.</param>
    public CategoryColouring(string title, int[] entryOf, IReadOnlyList<LegendEntry> entries)
    {
        _entryOf = entryOf;
        _colourOf = [.. entries.Select(entry => entry.Rgba)];
        Legend = new Legend(title, entries);
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    /// <summary>Length n: the entry of the legend that each point belongs to.</summary>
    public ReadOnlySpan<int> EntryOf => _entryOf;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        uint[] colours = new uint[_entryOf.Length];
        for (int i = 0; i < colours.Length; i++)
            colours[i] = _colourOf[_entryOf[i]];
        return new PointColours(colours);
    }

    /// <summary>The points of an entry.</summary>
    public PointSet PointsOf(int entry) => PointSet.Matching(_entryOf, entry);

    /// <summary>How many points of each entry are not hidden.</summary>
    public int[] CountShown(PointSet hidden)
    {
        int[] counts = [.. Legend.Entries.Select(entry => entry.Count)];
        foreach (int point in hidden)
            counts[_entryOf[point]]--;
        return counts;
    }
}
