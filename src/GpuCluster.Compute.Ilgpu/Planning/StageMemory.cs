using System.Globalization;

namespace GpuCluster.Compute.Ilgpu.Planning;

/// <summary>What one stage of a run keeps in the memory of a device, known before anything is allocated.</summary>
/// <param name="Stage">Short name: knn, graph, layout.</param>
/// <param name="Stays">What stays for the whole stage, and its bytes.</param>
/// <param name="Streams">What goes through a place of a limited size, part by part; empty for nothing.</param>
/// <param name="TileEdge">Rows, or columns, of a tile of distances; tiles at once where the host chooses them; 0 without tiles.</param>
/// <param name="TileBytes">Size of that place.</param>
public sealed record StageMemory(string Stage, IReadOnlyList<(string What, long Bytes)> Stays, string Streams, int TileEdge, long TileBytes)
{
    /// <summary>The most that is allocated at once.</summary>
    public long Bytes => Stays.Sum(part => part.Bytes) + TileBytes;

    /// <summary>
    /// For people: "knn 23.1 GB: vectors 20.5 GB, candidates 1.8 GB; tiles of 4096 x 4096 distances stream through 0.1 GB".
    /// </summary>
    public override string ToString() =>
        $"{Stage} {Text(Bytes)}: {string.Join(", ", Stays.Select(part => $"{part.What} {Text(part.Bytes)}"))}"
        + (Streams.Length > 0 ? $"; {Streams} stream through {Text(TileBytes)}" : "");

    /// <summary>Bytes as gigabytes, small ones as megabytes.</summary>
    public static string Text(long bytes) =>
        bytes >= 100_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
