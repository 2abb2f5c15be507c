using System.Diagnostics;
using System.Globalization;
using GpuCluster.Schedules;
using Microsoft.Coyote;
using Microsoft.Coyote.SystematicTesting;

const string Usage = """
    Runs the slot protocol, the layout thread and its queue of requests under schedules that Coyote chooses.

      --count N      schedules of each (default 4000)
      --seed N       chooses others (default 1)
      --only A,B     slots, layout, queue, or planted-slots, planted-layout, planted-queue, which must fail
    """;

Dictionary<string, Action<long>> schedules = new(StringComparer.Ordinal)
{
    ["slots"] = _ => SlotSchedule.Run(isDeviceForgotten: false),
    ["layout"] = number => LayoutSchedule.Run(number, isShared: false),
    ["queue"] = _ => QueueSchedule.Run(isUnordered: false),
    ["planted-slots"] = _ => SlotSchedule.Run(isDeviceForgotten: true),
    ["planted-layout"] = number => LayoutSchedule.Run(number, isShared: true),
    ["planted-queue"] = _ => QueueSchedule.Run(isUnordered: true),
};
(uint count, uint seed, string[] names, bool isRewritten) = (4000, 1, ["slots", "layout", "queue"], false);
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
    long number = 0;
    Configuration configuration = Configuration
        .Create()
        .WithTelemetryEnabled(false)
        .WithTestingIterations(count)
        .WithRandomGeneratorSeed(seed)
        .WithPrioritizationStrategy()
        .WithMaxSchedulingSteps(20_000)
        .WithPotentialDeadlocksReportedAsBugs(false)
        .WithNoBugTraceRepro();
    TestingEngine engine = TestingEngine.Create(configuration, () => schedules[name](number++));
    engine.Run();
    TestReport report = engine.TestReport;
    faults += report.NumOfFoundBugs;
    Console.WriteLine(
        $"{name}: {report.NumOfExploredFairPaths + report.NumOfExploredUnfairPaths} schedules, {report.NumOfFoundBugs} faults; seed {seed}"
    );
    foreach (string bug in report.BugReports)
        Console.WriteLine($"  {bug.Split('\n')[0]}");
}

return faults == 0 ? 0 : 1;
