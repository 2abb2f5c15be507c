using GpuCluster.Core.Errors;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests;

/// <summary>Input that must be refused.</summary>
internal static class Refusal
{
    /// <summary>Reading refuses, and the message names the file and each of <paramref name="parts"/>.</summary>
    public static void Of(string path, params string[] parts) => Of(path, new DatasetOptions(), parts);

    public static void Of(string path, DatasetOptions options, params string[] parts)
    {
        string message = Assert.Throws<UnusableInputException>(() => DatasetReader.Read(path, options)).Message;
        Assert.DoesNotContain('\n', message);
        foreach (string part in parts)
            Assert.Contains(part, message);
    }
}
