using System.Globalization;
using GpuCluster.Jobs.Workers;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>The status of a job as lines of text.</summary>
internal static class JobTable
{
    private const int BarWidth = 20;

    /// <summary>Machines and failures that are listed; of more, how many.</summary>
    private const int MaxListed = 12;

    /// <summary>The lines, from the whole to the parts.</summary>
    /// <param name="name">The job's.</param>
    /// <param name="status">How far it is.</param>
    public static IReadOnlyList<string> LinesOf(string name, JobStatus status)
    {
        List<string> lines =
        [
            Text($"{name}: {status.Done} of {status.Total} units done, {status.Running} running, {status.Failures.Count} failed")
                + Pace(status),
            Text($"  {"stage", -12} {"", -BarWidth} {"done", 8} {"of", 8} {"running", 8} {"failed", 8}"),
        ];
        lines.AddRange(
            status.Stages.Select(stage =>
                Text($"  {JobWords.Of(stage.Kind), -12} {Bar(stage)} {stage.Done, 8} {stage.Total, 8} {stage.Running, 8} {stage.Failed, 8}")
            )
        );
        if (status.Machines.Count > 0)
        {
            lines.Add(Text($"  {"machine", -33} {"workers", 8} {"done", 8} {"running", 8} {"failed", 8} {"units/s", 8}"));
            lines.AddRange(status.Machines.Take(MaxListed).Select(LineOf));
            AddMore(lines, status.Machines.Count, "machines");
        }

        lines.AddRange(
            status
                .Failures.Take(MaxListed)
                .Select(failure => Text($"  unit {failure.Unit} ({failure.Name}) failed for {failure.Worker}: {failure.Reason}"))
        );
        AddMore(lines, status.Failures.Count, "failed units");
        return lines;
    }

    private static string LineOf(MachineStatus machine)
    {
        string counts = Text($"{machine.Workers, 8} {machine.Done, 8} {machine.Running, 8} {machine.Failed, 8}");
        return Text($"  {Short(machine.Name, 33), -33} {counts} {machine.Rate, 8:0.00}");
    }

    private static void AddMore(List<string> lines, int count, string what)
    {
        if (count > MaxListed)
            lines.Add(Text($"  and {count - MaxListed} more {what}"));
    }

    private static string Pace(JobStatus status) =>
        status.Done == status.Total ? ""
        : status.Running == 0 ? "; no worker is at a unit"
        : status.SecondsLeft is not { } left ? "; no speed is known yet"
        : Text($", {status.Rate:0.00} units/s, about {Duration(left)} left");

    private static string Duration(double seconds) =>
        seconds < 90 ? Text($"{Math.Ceiling(seconds):0} s")
        : seconds < 5400 ? Text($"{seconds / 60:0.0} min")
        : Text($"{seconds / 3600:0.0} h");

    private static string Bar(StageStatus stage)
    {
        int filled = (int)((long)stage.Done * BarWidth / Math.Max(1, stage.Total));
        return new string('█', filled) + new string('░', BarWidth - filled);
    }

    private static string Short(string text, int width) => text.Length <= width ? text : text[..(width - 1)] + "…";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
