namespace GpuCluster.Scene.Colouring;

/// <summary>What the colours mean.</summary>
/// <param name="Title">What is shown by colour.</param>
/// <param name="Entries">In the order to show them; none where one colour is all there is.</param>
public sealed record Legend(string Title, IReadOnlyList<LegendEntry> Entries);
