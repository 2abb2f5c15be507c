using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using GpuCluster.App.Devices;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Diagnosis;

/// <summary>
/// What is written of a fault of the program, to be attached to a report: versions, devices, the command and its options without their
/// values, the last stage, types and stacks of the exceptions. Messages of exceptions are left out, as they may name the user's files.
/// </summary>
internal static class CrashReport
{
    /// <summary>Older ones are removed.</summary>
    private const int MaxKept = 10;
    private const string Prefix = "gpucluster-crash-";

    /// <summary>Writes a report into the user's cache.</summary>
    /// <param name="fault">The exception that nothing expected.</param>
    /// <param name="command">The command and its options as they were parsed.</param>
    /// <param name="scene">What was going on.</param>
    /// <returns>The file; null where it could not be written.</returns>
    public static string? TryWrite(Exception fault, ParseResult command, CrashScene scene) =>
        UserCache.Folder("crashes") is { } folder ? TryWrite(folder, fault, command, scene) : null;

    /// <summary>The same, into a folder.</summary>
    internal static string? TryWrite(string folder, Exception fault, ParseResult command, CrashScene scene)
    {
        try
        {
            UserCache.Make(folder);
            string moment = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            string file = Path.Combine(folder, $"{Prefix}{moment}-{Environment.ProcessId}.txt");
            File.WriteAllText(file, Text(fault, command, scene));
            // A driver may be what failed: asking for devices comes last.
            File.AppendAllText(file, Devices());
            foreach (string old in Directory.GetFiles(folder, Prefix + "*").Order(StringComparer.Ordinal).SkipLast(MaxKept))
                File.Delete(old);

            return file;
        }
        catch (Exception)
        {
            // The fault itself is what the user has to see.
            return null;
        }
    }

    private static string Text(Exception fault, ParseResult command, CrashScene scene)
    {
        StringBuilder text = new();
        text.AppendJoin(Environment.NewLine, ProgramVersion.Described())
            .AppendLine()
            .AppendLine(CultureInfo.InvariantCulture, $"command: {Typed(command)}")
            .AppendLine(CultureInfo.InvariantCulture, $"stage: {(scene.Stage.Length > 0 ? scene.Stage : "none")}")
            .AppendLine(CultureInfo.InvariantCulture, $"scene: {Path.GetFileName(scene.Kept) ?? "none was kept"}")
            .AppendLine();
        for (Exception? at = fault; at is not null; at = at.InnerException)
            text.AppendLine(at.GetType().FullName).Append(new StackTrace(at, fNeedFileInfo: false).ToString());

        return text.AppendLine().ToString();
    }

    /// <summary>The command's names and the options that were given, without values.</summary>
    private static string Typed(ParseResult result)
    {
        IEnumerable<string> options = result
            .CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit)
            .Select(option => option.Option.Name);
        return string.Join(' ', options.Prepend(result.CommandResult.Command.Name));
    }

    private static string Devices()
    {
        StringBuilder text = new();
        foreach (SurveyedDevice device in DeviceSurvey.SurveyVulkan().All.Concat(DeviceSurvey.SurveyIlgpu()))
            text.AppendLine(CultureInfo.InvariantCulture, $"{device.Name} [{device.Kind}]: {device.Note}");

        return text.ToString();
    }
}
