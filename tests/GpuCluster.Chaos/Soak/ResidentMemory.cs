using System.Globalization;

namespace GpuCluster.Chaos.Soak;

/// <summary>What the resident memory of a process is used for, in MiB.</summary>
/// <param name="Managed">The heap of the .NET runtime.</param>
/// <param name="Native">All other memory without a file: what libraries and drivers allocate, and stacks.</param>
/// <param name="Files">Programs and libraries, and files that are mapped.</param>
internal readonly record struct ResidentMemory(double Managed, double Native, double Files)
{
    /// <summary>Reads it; zeros where the process has gone, and where the system does not say it.</summary>
    public static ResidentMemory Of(int process)
    {
        try
        {
            return Of(File.ReadLines($"/proc/{process}/smaps"));
        }
        catch (IOException)
        {
            return default;
        }
        catch (UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>The same of the lines of such a file.</summary>
    internal static ResidentMemory Of(IEnumerable<string> lines)
    {
        List<Mapping> mappings = [];
        foreach (string line in lines)
        {
            if (Mapping.TryRead(line) is { } mapping)
                mappings.Add(mapping);
            else if (line.StartsWith("Rss:", StringComparison.Ordinal) && mappings.Count > 0)
                mappings[^1] = mappings[^1] with { Kilobytes = long.Parse(line.Split(' ')[^2], CultureInfo.InvariantCulture) };
        }

        HashSet<long> managed = [.. LongestRun(mappings).Select(mapping => mapping.From)];
        double Sum(Func<Mapping, bool> isOne) => mappings.Where(isOne).Sum(mapping => mapping.Kilobytes) / 1024.0;
        return new ResidentMemory(
            Sum(mapping => managed.Contains(mapping.From)),
            Sum(mapping => !mapping.IsFile && !managed.Contains(mapping.From)),
            Sum(mapping => mapping.IsFile)
        );
    }

    // The runtime reserves one range of addresses for its heap, larger than the memory of the machine; parts of it are in use.
    private static List<Mapping> LongestRun(List<Mapping> mappings)
    {
        List<Mapping> longest = [];
        List<Mapping> run = [];
        foreach (Mapping mapping in mappings.Where(mapping => !mapping.IsFile).OrderBy(mapping => mapping.From))
        {
            if (run.Count > 0 && run[^1].To != mapping.From)
                run = [];
            run.Add(mapping);
            if (longest.Count == 0 || mapping.To - run[0].From > longest[^1].To - longest[0].From)
                longest = run;
        }

        return longest;
    }

    private readonly record struct Mapping(long From, long To, bool IsFile, long Kilobytes)
    {
        // 7f00-8f00 rw-p 00000000 00:00 0    [heap]
        public static Mapping? TryRead(string line)
        {
            string[] parts = line.Split(' ', 6);
            string[] range = parts[0].Split('-');
            return
                parts.Length == 6
                && range.Length == 2
                && long.TryParse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long from)
                && long.TryParse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long to)
                ? new Mapping(from, to, parts[5].Trim().StartsWith('/'), 0)
                : null;
        }
    }
}
