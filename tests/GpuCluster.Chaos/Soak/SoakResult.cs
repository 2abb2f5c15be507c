using System.Globalization;

namespace GpuCluster.Chaos.Soak;

/// <summary>What a soak found.</summary>
/// <param name="Time">How long the window was used.</param>
/// <param name="Actions">Keys, clicks, drags, turns of the wheel and resizes.</param>
/// <param name="Resizes">Resizes among them.</param>
/// <param name="Epochs">Epochs of the layout that the window ran; 0 if it ended early.</param>
/// <param name="Messages">Messages of the validation layer; null where the layer is not installed.</param>
/// <param name="Early">After a sixth of the time.</param>
/// <param name="Late">At the end.</param>
/// <param name="Fault">Why the program ended early or with an error; empty if it did not.</param>
internal sealed record SoakResult(
    TimeSpan Time,
    int Actions,
    int Resizes,
    int Epochs,
    int? Messages,
    SoakSample Early,
    SoakSample Late,
    string Fault
)
{
    private const double MaxGrowth = 1.05;
    private const double MaxGrowthWhileStarting = 1.5;
    private const int MaxNewHandles = 8;
    private static readonly TimeSpan Level = TimeSpan.FromMinutes(60);

    /// <summary>Each minute.</summary>
    public IReadOnlyList<SoakSample> Minutes { get; init; } = [];

    /// <summary>Whether nothing is wrong. Memory is level only some minutes after the start, so a short soak allows more growth.</summary>
    public bool IsRight =>
        Fault.Length == 0
        && Messages is null or 0
        && Late.Resident <= Early.Resident * (Time >= Level ? MaxGrowth : MaxGrowthWhileStarting)
        && Late.Handles <= Early.Handles + MaxNewHandles;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Time.TotalMinutes:0.0} min, {Actions} actions, {Resizes} resizes, {Epochs} epochs; ")
        + (Messages is { } messages ? $"{messages} messages of the validation layer; " : "no validation layer; ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"resident {Early.Resident:0} MiB, at the end {Late.Resident:0} MiB; files {Early.Handles}, {Late.Handles}"
        )
        + (Minutes.Count == 0 ? "" : $"; MiB of each minute {Joined(minute => minute.Resident)}")
        + (
            Minutes.Count == 0
                ? ""
                : $"; managed {Joined(minute => minute.Memory.Managed)}; native {Joined(minute => minute.Memory.Native)}"
        )
        + (Minutes.Count == 0 ? "" : $"; files {Joined(minute => minute.Handles)}")
        + (Fault.Length == 0 ? "" : $"; {Fault}");

    private string Joined(Func<SoakSample, double> of) =>
        string.Join(' ', Minutes.Select(minute => of(minute).ToString("0", CultureInfo.InvariantCulture)));
}
