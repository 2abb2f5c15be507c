using System.ComponentModel;
using System.Diagnostics;
using GpuCluster.Core.Devices;

namespace GpuCluster.App.Diagnosis;

/// <summary>Asks a program on the path for its version.</summary>
internal static class ToolCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs `tool argument` and takes its first line.</summary>
    /// <param name="name">The check's name.</param>
    /// <param name="tool">The program.</param>
    /// <param name="argument">Makes it print its version.</param>
    /// <param name="isRight">Whether what it printed will do.</param>
    /// <param name="remedy">What to do where it is missing or will not do.</param>
    public static MachineCheck Run(string name, string tool, string argument, Func<string, bool> isRight, string remedy)
    {
        if (SystemProgram.Find(tool) is not { } path)
            return new MachineCheck(name, CheckState.Missing, $"no {tool} on the path", remedy);

        try
        {
            using Process process = Process.Start(
                new ProcessStartInfo(path, argument)
                {
                    UseShellExecute = false,
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            process.StandardInput.Close();
            Task<string> complaint = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return new MachineCheck(name, CheckState.Broken, $"{tool} {argument} does not end", remedy);
            }

            string text = output.GetAwaiter().GetResult().Trim();
            if (process.ExitCode == 0 && isRight(text))
                return new MachineCheck(name, CheckState.Ok, FirstLine(text));

            string said = FirstLine(text.Length > 0 ? text : complaint.GetAwaiter().GetResult().Trim());
            return new MachineCheck(name, CheckState.Broken, said.Length > 0 ? said : $"{tool} ended with code {process.ExitCode}", remedy);
        }
        catch (Win32Exception exception)
        {
            return new MachineCheck(name, CheckState.Broken, $"{path}: {exception.Message}", remedy);
        }
    }

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}
