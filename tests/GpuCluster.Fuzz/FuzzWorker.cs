using System.Globalization;
using GpuCluster.Testing;

namespace GpuCluster.Fuzz;

/// <summary>Runs the cases of one reader, one after the other, in a process that its parent may end.</summary>
internal sealed class FuzzWorker
{
    private const int MaxKept = 4000;
    private const int MaxKeptBytes = 16_384;
    private const int CasesPerSweep = 256;
    private const long MaxResident = 1L << 30;

    private readonly FuzzTarget _target;
    private readonly FuzzCase _cases;
    private readonly string _folder;
    private readonly Coverage _coverage = new();
    private readonly List<(IReadOnlyList<long> Chain, FuzzInput Input)> _kept = [];

    public FuzzWorker(FuzzTarget target, long seed, string folder)
    {
        (_target, _folder, _cases) = (target, Path.Combine(folder, "files"), new FuzzCase(target, seed));
        foreach (FuzzInput beside in target.Beside())
            Write(beside);
    }

    /// <summary>Runs some cases.</summary>
    /// <param name="state">Holds the first case's number, and is told of each.</param>
    /// <param name="end">The number after the last.</param>
    /// <param name="tell">Receives what is wrong.</param>
    public void Run(WorkerState state, long end, Action<IReadOnlyList<long>, Verdict> tell)
    {
        for (; state.Number < end; state.Number++)
        {
            (IReadOnlyList<long> chain, FuzzInput input) = Choose(state.Number);
            state.Chain = chain;
            _coverage.Begin();
            Verdict verdict = Try(input);
            if (verdict.Kind is not null)
                tell(chain, verdict);
            else if (_coverage.AddsToKnown() && input.Bytes.Length <= MaxKeptBytes && _kept.Count < MaxKept)
                _kept.Add((chain, input));
            if (verdict.IsRead)
                state.Read++;
            else
                state.Refused++;
            if (state.Number % CasesPerSweep == 0)
            {
                state.Branches = _coverage.Known;
                Sweep();
            }
        }

        state.Branches = _coverage.Known;
    }

    /// <summary>Runs one case.</summary>
    public Verdict RunOne(IReadOnlyList<long> chain, string? keepAs)
    {
        FuzzInput input = _cases.Of(chain);
        if (keepAs is not null)
            File.WriteAllBytes(keepAs, input.Bytes);
        return Try(input);
    }

    /// <summary>Reads the files of the corpus as they are.</summary>
    public IEnumerable<(string File, Verdict Verdict)> RunSound() => _target.Inputs().Select(input => (input.File, Try(input)));

    private (IReadOnlyList<long> Chain, FuzzInput Input) Choose(long number)
    {
        SeededRandom random = _cases.Draw(number, "choice");
        if (_kept.Count == 0 || random.OnceIn(4))
            return ([number], _cases.Next(_cases.FirstOf(number), number));
        int newest = _kept.Count - 1 - random.Below(Math.Min(_kept.Count, 64));
        (IReadOnlyList<long> chain, FuzzInput input) = _kept[random.OnceIn(2) ? newest : random.Below(_kept.Count)];
        return chain.Count < WorkerState.MaxChain
            ? ([.. chain, number], _cases.Next(input, number))
            : ([number], _cases.Next(_cases.FirstOf(number), number));
    }

    private Verdict Try(FuzzInput input)
    {
        string path = Write(input);
        try
        {
            (long before, long peakBefore) = (Resident("VmRSS:"), Resident("VmHWM:"));
            Verdict verdict = Verdict.Of(_target.Read, path);
            long peak = Resident("VmHWM:");
            if (peak == peakBefore || peak - before <= MaxResident)
                return verdict;
            ForgetPeak();
            return new Verdict("memory", verdict.IsRead, "more than 1 GiB became resident");
        }
        finally
        {
            File.Delete(path);
            // A file of the same name may belong beside other inputs.
            foreach (FuzzInput beside in _target.Beside().Where(each => each.File == input.File))
                Write(beside);
        }
    }

    private string Write(FuzzInput input)
    {
        string path = Path.Combine(_folder, input.File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, input.Bytes);
        return path;
    }

    // What readers keep in the user's cache and in the folder of temporary files.
    private void Sweep()
    {
        foreach (string name in new[] { "cache", "temporary" })
        {
            DirectoryInfo folder = new(Path.Combine(Path.GetDirectoryName(_folder)!, name));
            if (!folder.Exists)
                continue;
            foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
            {
                if (entry is DirectoryInfo inner)
                    inner.Delete(recursive: true);
                else
                    entry.Delete();
            }
        }
    }

    private static long Resident(string line)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        string value = File.ReadLines("/proc/self/status").First(each => each.StartsWith(line, StringComparison.Ordinal));
        return 1024 * long.Parse(value[line.Length..].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
    }

    private static void ForgetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        File.WriteAllText("/proc/self/clear_refs", "5");
    }
}
