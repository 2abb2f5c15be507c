using System.Diagnostics;

namespace GpuCluster.Data.Tests;

/// <summary>Another reader of the files that are written.</summary>
internal static class SystemPython
{
    /// <summary>What the first Python with NumPy answers; the one on the path may be another than the system's.</summary>
    public static string? Run(string code)
    {
        foreach (string name in new[] { "python3", "/usr/bin/python3" })
        {
            try
            {
                using Process python = Process.Start(
                    new ProcessStartInfo(name, ["-c", code])
                    {
                        UseShellExecute = false,
                        RedirectStandardOutput = true,
                        RedirectStandardError = true,
                    }
                )!;
                string output = python.StandardOutput.ReadToEnd().Trim();
                python.WaitForExit();
                if (python.ExitCode == 0)
                    return output;
            }
            catch (System.ComponentModel.Win32Exception)
            {
                // This one is not installed.
            }
        }

        return null;
    }
}
