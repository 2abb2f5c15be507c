namespace GpuCluster.Chaos.Tests;

/// <summary>A reader for <see cref="ReaderRules"/> to find.</summary>
internal static class PlantedReader
{
    public static byte[] Read(string path) => File.ReadAllBytes(path);
}
