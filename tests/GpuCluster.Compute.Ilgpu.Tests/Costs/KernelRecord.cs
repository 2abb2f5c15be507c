using System.Globalization;
using GpuCluster.Compute.Ilgpu.Tests.Guards;
using GpuCluster.Testing;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Costs;

/// <summary>
/// What ptxas 11.8 reported of every kernel, in <c>Costs/kernels.tsv</c>. GPUCLUSTER_WRITE_KERNELS=1 writes the file where ptxas is on the
/// PATH.
/// </summary>
internal static class KernelRecord
{
    /// <summary>Those of the GPUs in the table: Ada and Hopper.</summary>
    public static readonly CudaArchitecture[] Architectures = [CudaArchitecture.SM_89, CudaArchitecture.SM_90];

    private static string? File =>
        RepositoryRoot.TryFind() is { } root ? Path.Combine(root, "tests", "GpuCluster.Compute.Ilgpu.Tests", "Costs", "kernels.tsv") : null;

    public static string KeyOf(string kernel, CudaArchitecture architecture) => $"{kernel}\tsm_{architecture.Major}{architecture.Minor}";

    /// <summary>The record by <see cref="KeyOf"/>; null if the tests do not run within a checkout.</summary>
    public static IReadOnlyDictionary<string, PtxResources>? Read()
    {
        if (File is not { } file)
            return null;
        Dictionary<string, PtxResources> record = new(StringComparer.Ordinal);
        foreach (string line in System.IO.File.ReadLines(file).Skip(1))
        {
            string[] cells = line.Split('\t');
            int[] numbers = [.. cells[2..].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))];
            record.Add($"{cells[0]}\t{cells[1]}", new PtxResources(numbers[0], numbers[1], numbers[2]));
        }

        return record;
    }

    /// <summary>Fails where the record is another; writes it where that is asked.</summary>
    public static void Compare(IReadOnlyDictionary<string, PtxResources> found)
    {
        string[] lines =
        [
            "kernel\tarchitecture\tregisters\tshared\tspill",
            .. found.Select(each => $"{each.Key}\t{each.Value.Registers}\t{each.Value.SharedBytes}\t{each.Value.SpillBytes}"),
        ];
        if (File is not { } file)
            return;
        if (Environment.GetEnvironmentVariable("GPUCLUSTER_WRITE_KERNELS") == "1")
            System.IO.File.WriteAllText(file, string.Join('\n', lines) + "\n");
        Assert.Equal(lines, System.IO.File.ReadAllLines(file));
    }
}
