namespace GpuCluster.Panels.Sheets;

/// <summary>Samples of a contact sheet that belong together.</summary>
/// <param name="Heading">One line.</param>
/// <param name="Entries">One or more.</param>
public sealed record SheetSection(string Heading, IReadOnlyList<SheetEntry> Entries);
