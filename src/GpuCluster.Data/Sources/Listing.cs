namespace GpuCluster.Data.Sources;

/// <summary>Names in a message.</summary>
public static class Listing
{
    private const int MaxNames = 3;

    /// <summary>The first few names.</summary>
    public static string Of(IReadOnlyList<string> names) => string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");
}
