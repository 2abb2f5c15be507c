namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>The kernel author's page of the checkout, and its table as <see cref="Faults"/> says it.</summary>
internal static class KernelPage
{
    public const string Heading = "## Write it so";

    /// <summary>The page's lines, or null if the tests do not run within a checkout.</summary>
    public static string[]? Lines()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GpuCluster.sln")))
            folder = folder.Parent;
        return folder is null ? null : File.ReadAllLines(Path.Combine(folder.FullName, "src", "GpuCluster.Compute.Ilgpu", "README.md"));
    }

    /// <summary>The rows of the table that stands under the heading.</summary>
    public static IEnumerable<string> Rows(string[] lines) =>
        lines.SkipWhile(line => line != Heading).SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => line.StartsWith('|'));

    public static string Row(Fault fault)
    {
        string gives = fault.BackEnd == BackEnds.Ptx && fault.Shows is { } shows && !shows.StartsWith("throws", StringComparison.Ordinal)
            ? $"in the generated PTX text: `{shows.Replace('\t', ' ').TrimStart(',', ' ')}`, so {fault.Gives}"
            : fault.Gives;
        string[] cells = [$"`{fault.Code}`", fault.BackEnd, gives, fault.WriteSo];
        return $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |";
    }
}
