using System.Diagnostics;

namespace GpuCluster.Chaos.Soak;

/// <summary>What a program holds at one moment.</summary>
/// <param name="Seconds">Since the window opened.</param>
/// <param name="Resident">MiB.</param>
/// <param name="Handles">Open files.</param>
/// <param name="Memory">What the resident memory is used for; zeros where it was not measured.</param>
internal readonly record struct SoakSample(double Seconds, double Resident, int Handles, ResidentMemory Memory)
{
    /// <summary>Measures a program.</summary>
    /// <param name="process">Which.</param>
    /// <param name="seconds">Since the window opened.</param>
    /// <param name="withMemory">Whether its mappings are read too, which delays it for some milliseconds.</param>
    public static SoakSample Of(Process process, double seconds, bool withMemory)
    {
        process.Refresh();
        return process.HasExited
            ? default
            : new SoakSample(
                seconds,
                process.WorkingSet64 / (double)(1 << 20),
                HandlesOf(process),
                withMemory ? ResidentMemory.Of(process.Id) : default
            );
    }

    /// <summary>
    /// The middle of the samples of some time, each quantity by itself: one sample may lie before or after a collection.
    /// </summary>
    /// <param name="samples">Ascending.</param>
    /// <param name="end">Seconds, where the time ends.</param>
    /// <param name="length">Seconds.</param>
    public static SoakSample Middle(IReadOnlyList<SoakSample> samples, double end, double length)
    {
        SoakSample[] within = [.. samples.Where(sample => sample.Seconds > end - length && sample.Seconds <= end)];
        SoakSample[] measured = [.. within.Where(sample => sample.Memory != default)];
        return new SoakSample(
            end,
            Middle(within, sample => sample.Resident),
            (int)Middle(within, sample => sample.Handles),
            new ResidentMemory(
                Middle(measured, sample => sample.Memory.Managed),
                Middle(measured, sample => sample.Memory.Native),
                Middle(measured, sample => sample.Memory.Files)
            )
        );
    }

    private static double Middle(SoakSample[] samples, Func<SoakSample, double> of) =>
        samples.Length == 0 ? 0 : samples.Select(of).Order().ElementAt(samples.Length / 2);

    private static int HandlesOf(Process process)
    {
        try
        {
            return Directory.GetFiles($"/proc/{process.Id}/fd").Length;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
