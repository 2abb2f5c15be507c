namespace GpuCluster.Panels.Sheets;

/// <summary>A square picture of a contact sheet.</summary>
/// <param name="Edge">Pixels along a side.</param>
/// <param name="Rgba">edge x edge x 4 bytes, R G B A, premultiplied by alpha, top row first.</param>
public sealed record SheetThumbnail(int Edge, byte[] Rgba);
