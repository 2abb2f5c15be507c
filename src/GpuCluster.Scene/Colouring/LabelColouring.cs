using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by class, from <see cref="LabelPalette"/>; samples without a label are grey.</summary>
public sealed class LabelColouring : IColouring
{
    private readonly int[] _classOf;
    private readonly uint[] _colourOf;

    public LabelColouring(SampleLabels labels)
    {
        _classOf = labels.ClassOf;
        _colourOf = [.. Enumerable.Range(0, labels.ClassNames.Count).Select(LabelPalette.Of)];
        int[] counts = new int[_colourOf.Length];
        int unlabeled = 0;
        foreach (int label in _classOf)
        {
            if (label < 0)
                unlabeled++;
            else
                counts[label]++;
        }

        // A class of which no sample is left, under a limit for example, would only lengthen the legend.
        var entries = new List<LegendEntry>();
        for (int label = 0; label < counts.Length; label++)
        {
            if (counts[label] > 0)
                entries.Add(new LegendEntry(labels.ClassNames[label], _colourOf[label], counts[label]));
        }

        if (unlabeled > 0)
            entries.Add(new LegendEntry("no label", LabelPalette.Unlabeled, unlabeled));
        Legend = new Legend("class", entries);
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        uint[] colours = new uint[positions.Length];
        for (int i = 0; i < colours.Length; i++)
        {
            int label = i < _classOf.Length ? _classOf[i] : -1;
            colours[i] = label < 0 ? LabelPalette.Unlabeled : _colourOf[label];
        }

        return new PointColours(colours);
    }
}
