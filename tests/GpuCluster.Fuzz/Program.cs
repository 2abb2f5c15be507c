using System.Globalization;
using GpuCluster.Fuzz;
using GpuCluster.Fuzz.Targets;

FuzzOptions options;
try
{
    options = FuzzOptions.Of(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{FuzzOptions.Usage}");
    return 2;
}

FuzzTarget[] targets = [.. FuzzTargets.All.Where(target => options.Readers.Count == 0 || options.Readers.Contains(target.Name))];
if (targets.Length == 0 || options.IsList)
{
    Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(target => target.Name)));
    return options.IsList ? 0 : 2;
}

if (options.Worker is { } folder)
    return Work(folder);
if (options.IsSound)
    return Sound();
if (options.Chain.Count > 0)
    return Again();
return Campaign();

int Work(string work)
{
    using WorkerState state = new(Path.Combine(work, "state"));
    new FuzzWorker(targets[0], options.Seed, work).Run(
        state,
        options.Count,
        (chain, verdict) =>
            Console.WriteLine($"fault\t{string.Join(',', chain)}\t{verdict.Kind}: {verdict.Message.Split('\n')[0].Replace('\t', ' ')}")
    );
    return 0;
}

int Again()
{
    string work = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
    try
    {
        Verdict verdict = new FuzzWorker(targets[0], options.Seed, work).RunOne(options.Chain, options.Keep);
        Console.WriteLine($"{verdict.Kind ?? (verdict.IsRead ? "read" : "refused")}: {verdict.Message}");
        return verdict.Kind is null ? 0 : 1;
    }
    finally
    {
        Directory.Delete(work, recursive: true);
    }
}

int Sound()
{
    string work = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
    try
    {
        foreach (FuzzTarget target in targets)
        {
            FuzzWorker worker = new(target, options.Seed, Path.Combine(work, target.Name));
            foreach ((string file, Verdict verdict) in worker.RunSound())
                Console.WriteLine($"{target.Name}: {file}: {verdict.Kind ?? (verdict.IsRead ? "read" : $"refused: {verdict.Message}")}");
        }

        return 0;
    }
    finally
    {
        Directory.Delete(work, recursive: true);
    }
}

int Campaign()
{
    using InstrumentedProgram? instrumented = options.IsPlain ? null : new InstrumentedProgram();
    FuzzRun run = new(options, instrumented?.Assembly ?? Path.Combine(AppContext.BaseDirectory, "GpuCluster.Fuzz.dll"));
    List<FuzzResult> results = [];
    foreach (FuzzTarget target in targets)
    {
        if (run.IsOver)
            break;
        FuzzResult result = run.Run(target.Name);
        results.Add(result);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Reader, -20} {result.Cases, 8} cases {result.Read, 8} read "
                    + $"{result.Refused, 8} refused {result.Branches, 6} branches"
            )
        );
        foreach ((string fault, (string chain, int times)) in result.Faults)
            Console.WriteLine($"  {times} x {fault}\n    --reader {result.Reader} --seed {options.Seed} --chain {chain}");
    }

    int faults = results.Sum(result => result.FaultCount);
    Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{results.Sum(result => result.Cases)} cases, {faults} faults, seed {options.Seed}")
    );
    if (options.IsRecorded)
        RunRecord.Add(options, results);
    return faults == 0 ? 0 : 1;
}
