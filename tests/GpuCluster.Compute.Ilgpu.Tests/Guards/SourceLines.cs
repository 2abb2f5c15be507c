namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Lines of the checkout that the tests were built from.</summary>
internal static class SourceLines
{
    /// <summary>A line without its indentation; empty if the file is not there.</summary>
    public static string Of(string? file, int line) =>
        File.Exists(file) ? File.ReadLines(file).ElementAtOrDefault(line - 1)?.Trim() ?? "" : "";
}
