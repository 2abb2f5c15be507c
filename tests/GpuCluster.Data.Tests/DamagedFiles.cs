using GpuCluster.Core.Errors;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests;

/// <summary>Files of a format that a library parses, with some bytes changed or the end cut off.</summary>
internal static class DamagedFiles
{
    /// <summary>Asserts that each is read or refused in words.</summary>
    /// <param name="name">The name that the format is recognised by.</param>
    /// <param name="files">Whole files, damaged in turn.</param>
    /// <param name="count">Damaged files to try.</param>
    /// <param name="seed">Chooses the damage.</param>
    public static void AssertReadOrRefused(string name, byte[][] files, int count, int seed)
    {
        using TemporaryFolder folder = new();
        Random random = new(seed);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. files[i % files.Length]];
            for (int flip = random.Next(1, 5); flip > 0; flip--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            string path = folder.Write(name, i % 7 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            try
            {
                Dataset data = DatasetReader.Read(path, new DatasetOptions(), TestContext.Current.CancellationToken);
                Assert.True(data.Labels is null || data.Labels.Count == data.Count);
            }
            catch (UnusableInputException)
            {
                // The other right answer.
            }
        }
    }
}
