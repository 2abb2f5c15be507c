using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Session.Scenes;

/// <summary>Samples of one name, as plain values.</summary>
/// <param name="Name">The tag or class.</param>
/// <param name="Samples">Their indices.</param>
internal sealed record NamedSamples(string Name, int[] Samples);

/// <summary>Tags and other classes of a scene, as plain values.</summary>
internal sealed record MarkSettings
{
    /// <summary>The tags of the keys.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public IReadOnlyList<NamedSamples> Tags { get; init; } = [];

    public IReadOnlyList<NamedSamples> Classes { get; init; } = [];

    public int[] Confirmed { get; init; } = [];

    /// <summary>What a scene has.</summary>
    public static MarkSettings Of(MarksModel marks) =>
        new()
        {
            Keys = marks.Slots,
            Tags = Plain(marks.Marks.Tags),
            Classes = Plain(marks.Marks.Classes),
            Confirmed = marks.Marks.Confirmed.ToArray(),
        };

    /// <summary>Gives them to a scene.</summary>
    /// <param name="marks">The scene's marks.</param>
    /// <param name="count">n.</param>
    /// <exception cref="ArgumentOutOfRangeException">A sample is not one of n.</exception>
    public void ApplyTo(MarksModel marks, int count)
    {
        marks.SetSlots(Keys);
        marks.Restore(new SampleMarks(NamesOf(Tags, count), NamesOf(Classes, count), PointSet.Of(count, Confirmed)));
    }

    private static NamedSamples[] Plain(PointNames names) =>
        [.. names.Parts.Select(part => new NamedSamples(part.Name, part.Points.ToArray()))];

    private static PointNames NamesOf(IReadOnlyList<NamedSamples> parts, int count) =>
        parts.Aggregate(PointNames.None(count), (names, part) => names.Give(part.Name, PointSet.Of(count, part.Samples)));
}
