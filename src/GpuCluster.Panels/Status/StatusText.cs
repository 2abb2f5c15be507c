using GpuCluster.Scene.Colouring;

namespace GpuCluster.Panels.Status;

/// <summary>
/// The exact text of the overlay; equal values look the same. Numbers are rounded here as displayed, so that smaller changes cause no
/// redraw.
/// </summary>
internal sealed record StatusText
{
    /// <summary>What the data is called.</summary>
    public required string Name { get; init; }

    /// <summary>How many points there are, in words.</summary>
    public required string Count { get; init; }

    public required string Features { get; init; }

    public required string Method { get; init; }

    public required string Device { get; init; }

    public required RunState State { get; init; }

    public required RunFigures Figures { get; init; }

    public required string Stage { get; init; }

    public required string StageShape { get; init; }

    public required string Message { get; init; }

    public required bool ReceivesKeys { get; init; }

    public required bool ShowsHelp { get; init; }

    public required Legend? Legend { get; init; }

    public required float Scale { get; init; }

    public static StatusText Of(OverlayStatus status)
    {
        bool isLoading = status.State == RunState.Loading;
        string count = status.Count > 0 ? $"{status.Count:N0} points" : string.Empty;
        return new StatusText
        {
            Name = status.Name,
            Count = count,
            Features = status.Features,
            Method = status.Method,
            Device = isLoading ? string.Empty : status.Device,
            State = status.State,
            Figures = new RunFigures(
                isLoading || status.Epochs == 0 ? string.Empty : $"epoch {status.Epoch:N0} / {status.Epochs:N0}",
                isLoading || status.MillisecondsPerEpoch <= 0 ? string.Empty : $"{Short(status.MillisecondsPerEpoch)} ms an epoch",
                status.FramesPerSecond <= 0 ? string.Empty : $"{status.FramesPerSecond:F0} frames a second",
                isLoading ? Items(status) : string.Empty,
                isLoading ? Percent(status.StageFraction)
                    : status.Epochs > 0 ? Percent((double)status.Epoch / status.Epochs)
                    : -1
            ),
            Stage = isLoading ? status.Stage : string.Empty,
            StageShape = isLoading ? status.StageShape : string.Empty,
            Message = status.Message,
            ReceivesKeys = status.ReceivesKeys,
            ShowsHelp = status.ShowsHelp,
            Legend = status.Legend,
            Scale = float.IsFinite(status.Scale) ? Math.Clamp(status.Scale, 0.5f, 8) : 1,
        };
    }

    /// <summary>Two parts of a line, one or both of which may be empty.</summary>
    public static string Joined(string one, string other) => one.Length > 0 && other.Length > 0 ? $"{one}  ·  {other}" : one + other;

    private static string Items(OverlayStatus status)
    {
        if (status.StageItems <= 0)
            return string.Empty;
        int done = (int)(Math.Clamp(status.StageFraction, 0, 1) * status.StageItems);
        return Joined(
            $"{done:N0} of {status.StageItems:N0}",
            status.ItemsPerSecond > 0 ? $"{Rounded(status.ItemsPerSecond):N0} a second" : string.Empty
        );
    }

    // Two digits: more would flicker.
    private static double Rounded(double rate)
    {
        double unit = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(rate)) - 1));
        return Math.Round(rate / unit) * unit;
    }

    private static int Percent(double fraction) => double.IsFinite(fraction) ? (int)(Math.Clamp(fraction, 0, 1) * 100) : 0;

    private static string Short(double milliseconds) => milliseconds < 10 ? $"{milliseconds:F1}" : $"{milliseconds:N0}";
}
