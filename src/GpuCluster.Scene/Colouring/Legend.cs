namespace GpuCluster.Scene.Colouring;

/// <summary>What the colours mean.</summary>
/// <param name="Title">What is shown by colour.</param>
/// <param name="Entries">In display order; empty if there is only one colour.</param>
/// <param name="IsScale">True where entries are places on the one scale of <see cref="PerceptualRamp"/>, in even steps from its high end to
/// its low one; an entry with a count follows for points without a value.</param>
public sealed record Legend(string Title, IReadOnlyList<LegendEntry> Entries, bool IsScale = false);
