namespace GpuCluster.Panels.Widgets;

/// <summary>A row of a <see cref="ListView"/>.</summary>
/// <param name="Name">Any script, any length.</param>
internal readonly record struct ListRow(string Name)
{
    /// <summary>A disc's colour before the name, red in the lowest byte; null: none.</summary>
    public uint? Swatch { get; init; }

    /// <summary>Whether the name is a text of the program and none of the data.</summary>
    public bool IsOwn { get; init; }

    /// <summary>At the right: a count, a cosine; empty: nothing.</summary>
    public string? Value { get; init; }

    /// <summary>Whether it is drawn as chosen.</summary>
    public bool IsOn { get; init; }

    /// <summary>Whether it is drawn as hidden.</summary>
    public bool IsDim { get; init; }
}
