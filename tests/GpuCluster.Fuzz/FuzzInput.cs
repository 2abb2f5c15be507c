namespace GpuCluster.Fuzz;

/// <summary>A file of the corpus, or one made from it.</summary>
/// <param name="File">Its name, by whose extension some readers recognise it; may lie in a folder.</param>
/// <param name="Bytes">Its content.</param>
public sealed record FuzzInput(string File, byte[] Bytes);
