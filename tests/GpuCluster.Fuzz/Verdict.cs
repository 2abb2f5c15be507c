using GpuCluster.Core.Errors;

namespace GpuCluster.Fuzz;

/// <summary>How a reader ended.</summary>
/// <param name="Kind">What is wrong; null if nothing is.</param>
/// <param name="IsRead">Whether the file was read, and not refused.</param>
/// <param name="Message">What the reader said, or where it failed.</param>
internal sealed record Verdict(string? Kind, bool IsRead, string Message)
{
    private const long MaxAllocated = 1L << 30;

    /// <summary>Reads a file. Only the error that a command turns into one line and exit code 2 may leave a reader.</summary>
    public static Verdict Of(Action<string> read, string path)
    {
        long before = GC.GetTotalAllocatedBytes();
        try
        {
            read(path);
        }
        catch (UnusableInputException refusal)
        {
            return OfMemory(before, isRead: false) ?? (IsClear(refusal.Message) ? new Verdict(null, false, refusal.Message) : Unclear(refusal));
        }
        catch (Exception fault)
        {
            return new Verdict("exception", false, $"{fault.GetType().Name} {PlaceOf(fault)}\n{fault}");
        }

        return OfMemory(before, isRead: true) ?? new Verdict(null, true, "");
    }

    private static Verdict? OfMemory(long before, bool isRead) =>
        GC.GetTotalAllocatedBytes() - before > MaxAllocated
            ? new Verdict("memory", isRead, "more than 1 GiB was allocated")
            : null;

    private static bool IsClear(string message) => !string.IsNullOrWhiteSpace(message);

    private static Verdict Unclear(UnusableInputException refusal) => new("message", false, $"an empty message at {PlaceOf(refusal)}");

    // The program's own method nearest to the fault names its kind.
    private static string PlaceOf(Exception fault) =>
        (fault.StackTrace ?? "")
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.Contains("GpuCluster.", StringComparison.Ordinal) && !line.Contains("GpuCluster.Fuzz", StringComparison.Ordinal))
            ?.Split(" in ")[0]
        ?? "an unknown place";
}
