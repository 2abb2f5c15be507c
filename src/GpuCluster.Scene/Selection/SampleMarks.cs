namespace GpuCluster.Scene.Selection;

/// <summary>What the user noted of samples. Immutable, so that undo can keep it.</summary>
/// <param name="Tags">The tag of a sample.</param>
/// <param name="Classes">Another class than the data gives it.</param>
/// <param name="Confirmed">Samples whose class was looked at and is right.</param>
public sealed record SampleMarks(PointNames Tags, PointNames Classes, PointSet Confirmed)
{
    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Tags.Parts.Count == 0 && Classes.Parts.Count == 0 && Confirmed.IsEmpty;

    /// <summary>All sets that it keeps.</summary>
    internal IEnumerable<PointSet> Sets => Tags.Parts.Concat(Classes.Parts).Select(part => part.Points).Append(Confirmed);

    /// <summary>No sample has any.</summary>
    /// <param name="count">n.</param>
    public static SampleMarks None(int count) => new(PointNames.None(count), PointNames.None(count), PointSet.Empty(count));
}
