using GpuCluster.Testing;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>The kernel author's page of the checkout, and its table as <see cref="Faults"/> says it.</summary>
internal static class KernelPage
{
    public const string Heading = "## Write it so";

    /// <summary>The page's lines, or null if the tests do not run within a checkout.</summary>
    public static string[]? Lines() =>
        RepositoryRoot.TryFind() is { } root ? File.ReadAllLines(Path.Combine(root, "src", "GpuCluster.Compute.Ilgpu", "README.md")) : null;

    /// <summary>The rows of the table that stands under the heading.</summary>
    public static IEnumerable<string> Rows(string[] lines) =>
        lines
            .SkipWhile(line => line != Heading)
            .SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => line.StartsWith('|'));

    public static string Row(Fault fault)
    {
        string gives =
            fault.BackEnd == BackEnds.Ptx && fault.Shows is { } shows && !shows.StartsWith("throws", StringComparison.Ordinal)
                ? $"in the generated PTX text: `{shows.Replace('\t', ' ').TrimStart(',', ' ')}`, so {fault.Gives}"
                : fault.Gives;
        string[] cells = [$"`{fault.Code}`", fault.BackEnd, gives, fault.WriteSo];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }
}
