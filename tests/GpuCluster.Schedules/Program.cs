using System.Diagnostics;
using System.Globalization;
using GpuCluster.Schedules;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

const string Usage = """
    Runs the slot protocol, the layout thread and its queue of requests under schedules that Coyote chooses.

      --count N      schedules of each (default 4000)
      --seed N       chooses others (default 1)
      --patience S   seconds without a step after which threads are stuck (default 20)
      --only A,B     slots, layout, queue, or planted-slots, -layout, -queue or -deadlock, which must fail
    """;

Dictionary<string, Action<long>> schedules = new(StringComparer.Ordinal)
{
    ["slots"] = _ => SlotSchedule.Run(isDeviceForgotten: false),
    ["layout"] = number => LayoutSchedule.Run(number, isShared: false),
    ["queue"] = _ => QueueSchedule.Run(isUnordered: false),
    ["planted-slots"] = _ => SlotSchedule.Run(isDeviceForgotten: true),
    ["planted-layout"] = number => LayoutSchedule.Run(number, isShared: true),
    ["planted-queue"] = _ => QueueSchedule.Run(isUnordered: true),
    ["planted-deadlock"] = _ => PlantedDeadlock.Run(),
};
(uint count, uint seed, uint patience, string[] names, bool isRewritten) = (4000, 1, 20, ["slots", "layout", "queue"], false);
for (int i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--count" when i + 1 < args.Length:
            count = uint.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--seed" when i + 1 < args.Length:
            seed = uint.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--patience" when i + 1 < args.Length:
            patience = uint.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--only" when i + 1 < args.Length:
            names = args[++i].Split(',');
            break;
        case "--rewritten":
            isRewritten = true;
            break;
        default:
            Console.Error.WriteLine(Usage);
            return 2;
    }
}

if (!isRewritten)
{
    using RewrittenProgram rewritten = new();
    using Process process = Process.Start(
        new ProcessStartInfo(Environment.ProcessPath!, [rewritten.Assembly, .. args, "--rewritten"])
        {
            Environment = { ["COYOTE_CLI_TELEMETRY_OPTOUT"] = "1" },
        }
    )!;
    process.WaitForExit();
    return process.ExitCode;
}

int faults = 0;
foreach (string name in names)
{
    // Half of them with threads of changing priority, which finds what needs a long delay, half at random.
    uint byPriority = (count + 1) / 2;
    TestReport[] reports = [Run(name, byPriority, isPriority: true), Run(name, count - byPriority, isPriority: false)];
    faults += reports.Sum(report => report.NumOfFoundBugs);
    Console.WriteLine(
        $"{name}: {reports.Sum(report => report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths)} schedules, "
            + $"{reports.Sum(report => report.NumOfFoundBugs)} faults; seed {seed}"
    );
    foreach (string bug in reports.SelectMany(report => report.BugReports))
        Console.WriteLine($"  {bug.Split('\n')[0]}");
}

return faults == 0 ? 0 : 1;

TestReport Run(string name, uint schedulesOf, bool isPriority)
{
    long number = isPriority ? 0 : count;
    Configuration configuration = Configuration
        .Create()
        .WithTelemetryEnabled(false)
        .WithTestingIterations(schedulesOf)
        .WithRandomGeneratorSeed(seed)
        .WithMaxSchedulingSteps(20_000)
        .WithDeadlockTimeout(1000 * patience)
        .WithNoBugTraceRepro();
    configuration = isPriority ? configuration.WithPrioritizationStrategy() : configuration.WithRandomStrategy();
    TestingEngine engine = TestingEngine.Create(configuration, () => schedules[name](number++));
    engine.Run();
    return engine.TestReport;
}
