using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Marks;

/// <summary>Tags and other classes that the user gives samples. They are columns of filters, colourings and tables. Frame thread.</summary>
/// <remarks>
/// How it works. Marks are part of the selection's state, so that undo takes them back in one order with everything else.
/// </remarks>
public sealed class MarksModel
{
    /// <summary>Tags with a key.</summary>
    public const int SlotCount = 9;

    private static readonly string[] FirstNames = ["keep", "remove", "check"];

    private readonly SampleFacts _facts;
    private readonly SelectionModel _selection;
    private readonly FilterModel _filters;
    private readonly ColourModel _colours;
    private readonly string[] _slots = [.. Enumerable.Range(1, SlotCount).Select(NameOf)];
    private SampleMarks? _followed;

    /// <param name="facts">What is known of the samples; columns of an earlier session's marks are taken over.</param>
    /// <param name="selection">Keeps the marks.</param>
    /// <param name="filters">May read them.</param>
    /// <param name="colours">Offers to colour by them.</param>
    public MarksModel(SampleFacts facts, SelectionModel selection, FilterModel filters, ColourModel colours)
    {
        (_facts, _selection, _filters, _colours) = (facts, selection, filters, colours);
        foreach (string name in Marks.Tags.Parts.Select(part => part.Name))
            Remember(name);
        Follow();
    }

    /// <summary>Changes whenever the name of a key does; marks change the selection's.</summary>
    public long Version { get; private set; }

    /// <summary>All marks.</summary>
    public SampleMarks Marks => _selection.Marks;

    /// <summary>The tags of the keys 1 to 9.</summary>
    public IReadOnlyList<string> Slots => _slots;

    /// <summary>The classes of the data, then those that the user added.</summary>
    public IEnumerable<string> ClassNames =>
        (_facts.Labels?.ClassNames ?? []).Concat(Marks.Classes.Parts.Select(part => part.Name)).Distinct(StringComparer.Ordinal);

    /// <summary>The marks as columns of a table; those that no sample has are left out.</summary>
    public IReadOnlyList<TextColumn> Columns =>
        [
            .. new[] { ColumnOf(SampleFacts.TagColumn, Marks.Tags), ColumnOf(SampleFacts.ClassColumn, Marks.Classes) }.Where(column =>
                column.Values.AsSpan().ContainsAnyExcept("")
            ),
        ];

    /// <summary>Whether a sample has a mark, so that there is a column. A panel asks with every drawing.</summary>
    public bool HasColumns => Has(Marks.Tags) || Has(Marks.Classes);

    /// <summary>The marks that a table of an earlier session holds.</summary>
    public static SampleMarks Of(SampleFacts facts)
    {
        SampleMarks none = SampleMarks.None(facts.Count);
        return none with
        {
            Tags = NamesIn(facts, SampleFacts.TagColumn) ?? none.Tags,
            Classes = NamesIn(facts, SampleFacts.ClassColumn) ?? none.Classes,
        };
    }

    /// <summary>Gives the selected samples a tag, in place of the one they had.</summary>
    /// <param name="name">The tag; blanks around it do not count, and an empty one takes tags away.</param>
    public void Tag(string name) => Tag(name, _selection.Selected);

    /// <summary>Gives samples a tag.</summary>
    /// <inheritdoc cref="Tag(string)"/>
    /// <param name="name">The tag.</param>
    /// <param name="points">The samples.</param>
    public void Tag(string name, PointSet points)
    {
        string tag = name.Trim();
        if (tag.Length > 0)
            Remember(tag);
        Set(Marks with { Tags = Marks.Tags.Give(tag.Length > 0 ? tag : null, points) });
    }

    /// <summary>Gives several sets of samples a tag each, in one step of undo.</summary>
    /// <param name="tags">Each tag and its samples.</param>
    public void Tag(IReadOnlyList<(string Name, PointSet Points)> tags)
    {
        PointNames given = Marks.Tags;
        foreach ((string name, PointSet points) in tags)
        {
            Remember(name);
            given = given.Give(name, points);
        }

        Set(Marks with { Tags = given });
    }

    /// <summary>Gives the selected samples another class.</summary>
    /// <param name="name">The class; blanks around it do not count, and an empty one gives back the data's.</param>
    public void Relabel(string name) => Set(Relabelled(Marks, name, _selection.Selected));

    /// <summary>Gives a sample another class, or confirms its own, and selects the next in the same step.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="name">The class; null: that of the data is right.</param>
    /// <param name="next">The sample that is selected then, or null.</param>
    public void Decide(int sample, string? name, int? next)
    {
        SampleMarks marks = Marks with { Confirmed = Marks.Confirmed.With(sample) };
        Set(Relabelled(marks, name ?? "", PointSet.Of(_facts.Count, sample)), next);
    }

    /// <summary>The class of a sample with what the user said of it, or null.</summary>
    public string? ClassOf(int sample) => Marks.Classes[sample] ?? _facts.ClassOf(sample);

    /// <summary>Gives the keys their tags, from a file; names beyond nine are left out.</summary>
    public void SetSlots(IReadOnlyList<string> names)
    {
        for (int i = 0; i < Math.Min(SlotCount, names.Count); i++)
            _slots[i] = names[i];
        Version++;
    }

    /// <summary>Restores marks from a file.</summary>
    public void Restore(SampleMarks marks)
    {
        foreach (string name in marks.Tags.Parts.Select(part => part.Name))
            Remember(name);
        Set(marks);
    }

    /// <summary>Offers the colours of changed marks. Called for each frame.</summary>
    public void Follow()
    {
        SampleMarks marks = Marks;
        if (ReferenceEquals(marks, _followed))
            return;
        if (!ReferenceEquals(marks.Tags, _followed?.Tags))
            _colours.SetColumn(SampleFacts.TagColumn, marks.Tags.Count == 0 ? null : () => new NamesColouring("tag", "no tag", marks.Tags));
        if (!ReferenceEquals(marks.Classes, _followed?.Classes))
            _colours.SetColumn(SampleFacts.ClassColumn, marks.Classes.Count == 0 ? null : () => new LabelColouring(Labels(marks.Classes)));
        _followed = marks;
    }

    /// <summary>The classes of all samples, with what the user said of them.</summary>
    private SampleLabels Labels(PointNames given)
    {
        List<string> names = [.. _facts.Labels?.ClassNames ?? []];
        int[] classOf = _facts.Labels?.ClassOf.AsSpan().ToArray() ?? [.. Enumerable.Repeat(-1, _facts.Count)];
        foreach ((string name, PointSet points) in given.Parts)
        {
            int place = names.IndexOf(name);
            if (place < 0)
            {
                place = names.Count;
                names.Add(name);
            }

            foreach (int point in points)
                classOf[point] = place;
        }

        return new SampleLabels(classOf, names);
    }

    // The class that the data gives is no new one.
    private SampleMarks Relabelled(SampleMarks marks, string name, PointSet points)
    {
        string given = name.Trim();
        PointNames classes = marks.Classes;
        if (given.Length == 0)
            return marks with { Classes = classes.Give(null, points) };
        int own = _facts.Labels?.ClassNames.ToList().IndexOf(given) ?? -1;
        PointSet same = own < 0 ? PointSet.Empty(_facts.Count) : PointSet.Matching(_facts.Labels!.ClassOf, own);
        return marks with { Classes = classes.Give(null, points.Intersect(same)).Give(given, points.Except(same)) };
    }

    private void Set(SampleMarks marks, int? next = null)
    {
        if (marks == Marks && next is null)
            return;
        _selection.SetMarks(marks, _filters.With(marks), next);
    }

    // A new tag takes the first key whose own tag no sample has.
    private void Remember(string name)
    {
        if (_slots.Contains(name, StringComparer.Ordinal))
            return;
        HashSet<string> used = [.. Marks.Tags.Parts.Select(part => part.Name)];
        int free = Array.FindIndex(_slots, FirstNames.Length, slot => !used.Contains(slot));
        if (free < 0)
            return;
        _slots[free] = name;
        Version++;
    }

    private static string NameOf(int slot) => slot <= FirstNames.Length ? FirstNames[slot - 1] : $"tag {slot}";

    private static PointNames? NamesIn(SampleFacts facts, string heading) =>
        facts.Columns.FirstOrDefault(column => column.Name == heading) is { } column
            ? PointNames.Of([.. Enumerable.Range(0, facts.Count).Select(column.TextOf)])
            : null;

    private static bool Has(PointNames names) => names.Parts.Any(part => part.Name.Length > 0 && !part.Points.IsEmpty);

    private TextColumn ColumnOf(string heading, PointNames names)
    {
        string[] texts = new string[_facts.Count];
        Array.Fill(texts, "");
        foreach ((string name, PointSet points) in names.Parts)
        {
            foreach (int point in points)
                texts[point] = name;
        }

        return new TextColumn(heading, texts);
    }
}
