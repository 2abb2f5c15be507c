namespace GpuCluster.Panels.Sheets;

/// <summary>One sample on a contact sheet.</summary>
/// <param name="Caption">Below the picture, in any script; if it does not fit, its beginning is cut, as the end of a path is more
/// informative.</param>
/// <param name="Detail">Below the caption: a cosine, a label.</param>
/// <param name="IsMarked">Framed in the accent's colour: the query, or the member to keep.</param>
/// <param name="Picture">Reads the picture when it is drawn; null where there is none.</param>
public sealed record SheetEntry(string Caption, string Detail, bool IsMarked, Func<SheetThumbnail>? Picture);
