using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of the schedules, and what they must be able to find.</summary>
public sealed class ScheduleTests
{
    [Fact]
    public void No_order_of_threads_breaks_slots_layout_thread_or_queue()
    {
        (int code, string output) = Run("--count", "200");
        Assert.True(code == 0, output);
        foreach (string name in new[] { "slots", "layout", "queue" })
            Assert.Contains($"{name}: 200 schedules, 0 faults", output);
    }

    [Theory]
    [InlineData("planted-slots", "the device reads")]
    [InlineData("planted-layout", "two threads use the stepper at once")]
    [InlineData("planted-queue", "the threads took turns")]
    [InlineData("planted-deadlock", "deadlock")]
    public void A_planted_fault_is_found(string name, string fault)
    {
        (int code, string output) = Run("--count", "4000", "--patience", "2", "--only", name);
        Assert.Equal(1, code);
        Assert.Contains(fault, output);
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")),
            program = Path.Combine(
                AppContext.BaseDirectory.Replace("GpuCluster.Chaos.Tests", "GpuCluster.Schedules", StringComparison.Ordinal),
                "GpuCluster.Schedules.dll"
            );
        using Process process = Process.Start(
            new ProcessStartInfo(host, [program, .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.GetAwaiter().GetResult());
    }
}
