using System.ComponentModel;
using System.Diagnostics;

namespace GpuCluster.Core.Devices;

/// <summary>What .NET says about processes, on every system.</summary>
public static class RunningProcess
{
    /// <summary>When a process started, in ticks of <see cref="DateTime"/> (UTC).</summary>
    /// <param name="id">Its number.</param>
    /// <returns>Null if it does not run, or belongs to another user, who does not allow the question.</returns>
    public static long? StartOf(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return process.HasExited ? null : process.StartTime.ToUniversalTime().Ticks;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether a process of this number runs, of any user.</summary>
    /// <param name="id">Its number.</param>
    public static bool Exists(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
