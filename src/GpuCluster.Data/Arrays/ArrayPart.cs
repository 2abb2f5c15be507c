namespace GpuCluster.Data.Arrays;

/// <summary>Samples of a file with several arrays.</summary>
/// <param name="Samples">Vectors or images.</param>
/// <param name="Labels">Their labels, one for each; null if they are not known by name.</param>
/// <param name="Split">The part of the data set that they are, for example "train"; null for all.</param>
internal sealed record ArrayPart(NamedArray Samples, NamedArray? Labels = null, string? Split = null);
