using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Colouring;

/// <summary>The available colourings, the chosen one, and the colours that result from it and from the selection.</summary>
/// <remarks>
/// How it works. A colouring runs only when it is chosen, when its own data changes, and, if it depends on positions, once per epoch on the
/// layout thread. Styles of the selection are applied to its colours when a frame reads them and either changed. Frame thread, but for
/// <see cref="PositionsChanged"/>, which the layout thread calls; they meet in the lock of <see cref="CloudPositions"/>. Switching a class
/// off hides its points as the user would: undo handles one kind of hiding, and a class is off when all its points are hidden.
/// </remarks>
public sealed class ColourModel
{
    /// <summary>By the cosine with the focus; available only while there is one.</summary>
    public const string Similarity = "similarity";

    /// <summary>By cluster; available once clusters were found.</summary>
    public const string Cluster = "cluster";

    /// <summary>By group of near-duplicates; available once groups were found.</summary>
    public const string Groups = "groups";

    private readonly CloudPositions _cloud;
    private readonly SelectionModel _selection;
    private readonly List<(string Name, Lazy<IColouring> Colouring)> _choices = [];
    private readonly CategoryColouring? _classes;
    private string _beforeSimilarity;
    private volatile IColouring _current;
    private volatile PointColours _plain;
    private (PointColours Plain, SelectionState State, int? Hovered, PointColours Styled)? _styled;
    private (IColouring Colouring, PointSet Hidden, int[] Counts)? _shown;
    private long _version;

    /// <summary>The colourings that the samples allow; the first is chosen: classes, or one colour where there are none.</summary>
    public ColourModel(SampleFacts facts, CloudPositions cloud, SelectionModel selection)
    {
        _cloud = cloud;
        _selection = selection;
        SampleLabels? labels = facts.Labels;
        bool isLabeled = labels is not null && labels.ClassOf.AsSpan().ContainsAnyInRange(0, int.MaxValue);
        if (isLabeled)
            Offer("label", () => new LabelColouring(labels!));
        else
            Offer("none", () => new UniformColouring());

        Offer("density", () => new DensityColouring());
        Offer("displacement", () => new DisplacementColouring(cloud));
        Offer("order", () => new OrderColouring(facts.Count, facts.RowOf));
        if (isLabeled)
            Offer("none", () => new UniformColouring());
        foreach (SampleColumn column in facts.Columns.Where(column => !SampleFacts.IsMark(column)))
        {
            // A column may have the name of a colouring, or of another column.
            string name = column.Name;
            for (int copy = 1; Find(name) >= 0 || name is Similarity or Cluster or Groups; copy++)
                name = copy == 1 ? $"column {column.Name}" : $"column {column.Name} {copy}";
            Offer(name, () => column is NumericColumn numbers ? new NumericColouring(numbers) : new TextColouring((TextColumn)column));
        }

        Current = _beforeSimilarity = _choices[0].Name;
        _current = _choices[0].Colouring.Value;
        _classes = _current as CategoryColouring;
        _plain = _current.Colour(new Vector4[facts.Count]);
    }

    /// <summary>Changes whenever the legend, the choice, or the visibility of a legend entry does.</summary>
    public long Version => Interlocked.Read(ref _version) + _selection.Version;

    /// <summary>The available colourings, in the order of <see cref="Next"/>.</summary>
    public IReadOnlyList<string> Names => [.. _choices.Select(choice => choice.Name)];

    /// <summary>The one that is chosen, of <see cref="Names"/>.</summary>
    public string Current { get; private set; }

    /// <summary>What the colours mean now.</summary>
    public Legend Legend => _current.Legend;

    /// <summary>
    /// For each entry of the legend, how many of its points are neither hidden nor left out by the filter; empty if entries are places on
    /// a scale.
    /// </summary>
    public IReadOnlyList<int> ShownCounts
    {
        get
        {
            if (_current is not CategoryColouring categories)
                return [];
            if (
                _shown is not { } shown
                || !ReferenceEquals(shown.Colouring, categories)
                || !ReferenceEquals(shown.Hidden, _selection.LeftOut)
            )
            {
                _shown = shown = (categories, _selection.LeftOut, categories.CountShown(_selection.LeftOut));
            }

            return shown.Counts;
        }
    }

    /// <summary>The categories to name: those of the chosen colouring, else the classes; null where there are none.</summary>
    public CategoryColouring? Categories => _current as CategoryColouring ?? _classes;

    /// <summary>The cluster of each sample, or -1; null before clusters were found.</summary>
    public int[]? ClusterOf { get; private set; }

    /// <summary>The name of each cluster; null for their numbers.</summary>
    public IReadOnlyList<string>? ClusterNames { get; private set; }

    /// <summary>
    /// Whether the colouring changes to similarity when a sample is compared with all others. Choosing another colouring turns this off,
    /// choosing similarity turns it on.
    /// </summary>
    public bool FollowsSimilarity { get; set; } = true;

    /// <summary>The colour and style of every point.</summary>
    public PointColours Colours
    {
        get
        {
            PointColours plain = _plain;
            if (
                _styled is not { } styled
                || !ReferenceEquals(styled.Plain, plain)
                || !ReferenceEquals(styled.State, _selection.State)
                || styled.Hovered != _selection.Hovered
            )
            {
                _styled = styled = (
                    plain,
                    _selection.State,
                    _selection.Hovered,
                    StyledColours.Of(plain, _selection.State, _selection.Hovered)
                );
            }

            return styled.Styled;
        }
    }

    /// <summary>Chooses a colouring by its name.</summary>
    /// <returns>False where there is none of this name.</returns>
    public bool TryChoose(string name)
    {
        int index = Find(name);
        if (index < 0)
            return false;
        if (name == Similarity)
            FollowsSimilarity = true;
        else if (Current == Similarity)
            FollowsSimilarity = false;
        Choose(index);
        return true;
    }

    /// <summary>Chooses the next colouring, after the last the first.</summary>
    public void Next() => TryChoose(_choices[(Find(Current) + 1) % _choices.Count].Name);

    /// <summary>Offers colours by the cosine with a sample, or, with null, no longer.</summary>
    public void SetSimilarity(SimilarityColouring? similarity)
    {
        if (similarity is null)
        {
            if (Current == Similarity)
                Choose(Math.Max(0, Find(_beforeSimilarity)));
            Withdraw(Similarity);
            return;
        }

        Offer(Similarity, () => similarity);
        if (Current == Similarity || FollowsSimilarity)
            Choose(Find(Similarity));
    }

    /// <summary>Offers colours by cluster and chooses them.</summary>
    /// <param name="clusterOf">Length n: 0 or more, or -1 for none. Not written afterwards.</param>
    /// <param name="names">The name of each cluster; null for their numbers.</param>
    public void SetClusters(int[] clusterOf, IReadOnlyList<string>? names = null)
    {
        (ClusterOf, ClusterNames) = (clusterOf, names);
        OfferAndChoose(Cluster, PartitionColouring.OfClusters(clusterOf, names));
    }

    /// <summary>Offers colours by group of near-duplicates and chooses them.</summary>
    public void SetGroups(SimilarityGroups groups) => OfferAndChoose(Groups, PartitionColouring.OfGroups(groups));

    /// <summary>Offers colours by a column that the user fills, or, with null, no longer; colours that are chosen change with it.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="make">Makes the colouring when it is chosen.</param>
    public void SetColumn(string name, Func<IColouring>? make)
    {
        bool isChosen = Current == name;
        if (make is not null)
            Offer(name, make);
        else
            Withdraw(name);
        if (isChosen)
            Choose(make is null ? 0 : Find(name));
    }

    /// <summary>
    /// Hides the points of an entry of the legend, or shows them if all are hidden. Does nothing if entries are places on a scale.
    /// </summary>
    public void ToggleEntry(int entry)
    {
        if (_current is not CategoryColouring categories)
            return;
        PointSet points = categories.PointsOf(entry);
        if (!points.Except(_selection.Hidden).IsEmpty)
            _selection.Hide(points);
        else
            _selection.Show(points);
    }

    /// <summary>Shows only the points of one entry of the legend; all points if only these are shown already.</summary>
    public void ShowOnlyEntry(int entry)
    {
        if (_current is not CategoryColouring categories)
            return;
        PointSet points = categories.PointsOf(entry);
        if (_selection.Hidden.Equals(points.Complement()))
            _selection.ShowAll();
        else
            _selection.ShowOnly(points);
    }

    /// <summary>Layout thread, under the cloud's lock: colours by the new positions if the colouring depends on them.</summary>
    public void PositionsChanged(ReadOnlySpan<Vector4> positions)
    {
        IColouring current = _current;
        if (!current.DependsOnPositions)
            return;
        Legend before = current.Legend;
        _plain = current.Colour(positions);
        if (!ReferenceEquals(before, current.Legend))
            Interlocked.Increment(ref _version);
    }

    private int Find(string name) => _choices.FindIndex(choice => choice.Name == name);

    private void OfferAndChoose(string name, IColouring colouring)
    {
        Offer(name, () => colouring);
        Choose(Find(name));
    }

    private void Offer(string name, Func<IColouring> make)
    {
        (string, Lazy<IColouring>) choice = (name, new Lazy<IColouring>(make));
        int index = Find(name);
        if (index < 0)
            _choices.Add(choice);
        else
            _choices[index] = choice;

        Interlocked.Increment(ref _version);
    }

    private void Withdraw(string name)
    {
        if (_choices.RemoveAll(choice => choice.Name == name) > 0)
            Interlocked.Increment(ref _version);
    }

    private void Choose(int index)
    {
        (string name, Lazy<IColouring> lazy) = _choices[index];
        if (name == Similarity && Current != Similarity)
            _beforeSimilarity = Current;
        Current = name;
        IColouring next = lazy.Value;

        // Shares the layout thread's lock, so that a newer epoch's colours are not overwritten.
        _cloud.Read(positions =>
        {
            _plain = next.Colour(positions);
            _current = next;
        });
        Interlocked.Increment(ref _version);
    }
}
