using GpuCluster.Core.Errors;

namespace GpuCluster.Fuzz;

/// <summary>How a reader ended.</summary>
/// <param name="Kind">What is wrong; null if nothing is.</param>
/// <param name="IsRead">Whether the file was read, and not refused.</param>
/// <param name="Message">What the reader said, or where it failed.</param>
internal sealed record Verdict(string? Kind, bool IsRead, string Message)
{
    /// <summary>Reads a file. Only the error that a command turns into one line and exit code 2 may leave a reader.</summary>
    public static Verdict Of(Action<string> read, string path)
    {
        try
        {
            read(path);
        }
        catch (UnusableInputException refusal)
        {
            return string.IsNullOrWhiteSpace(refusal.Message)
                ? new Verdict("message", false, $"an empty message {PlaceOf(refusal)}")
                : new Verdict(null, false, refusal.Message);
        }
        catch (Exception fault)
        {
            return new Verdict("exception", false, $"{fault.GetType().Name} {PlaceOf(fault)}\n{fault}");
        }

        return new Verdict(null, true, "");
    }

    // The program's own method nearest to the fault names its kind.
    private static string PlaceOf(Exception fault) =>
        (fault.StackTrace ?? "")
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line =>
                line.Contains("GpuCluster.", StringComparison.Ordinal) && !line.Contains("GpuCluster.Fuzz", StringComparison.Ordinal)
            )
            ?.Split(" in ")[0]
        ?? "an unknown place";
}
