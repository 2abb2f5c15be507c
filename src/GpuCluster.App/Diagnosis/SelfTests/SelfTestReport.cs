using System.Text.Json.Nodes;
using GpuCluster.App.Devices;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>All rows of a self-test, and the machine that they ran on. It holds no data and no path of the user.</summary>
/// <param name="Rows">One for each test.</param>
/// <param name="Devices">Which devices are here.</param>
/// <param name="Copies">How often positions pass through the host.</param>
internal sealed record SelfTestReport(IReadOnlyList<SelfTestRow> Rows, DeviceSurvey Devices, CopiesThroughHost Copies)
{
    /// <summary>The tests that failed.</summary>
    public int Failed => CountOf(SelfTestState.Failed);

    /// <summary>Tests what this machine has.</summary>
    public static SelfTestReport Take(SelfTestScope scope)
    {
        CopiesThroughHost copies = new();
        SelfTestRow[] rows =
        [
            .. KernelTests.Run(scope),
            .. LayoutTests.Run(scope),
            .. ModelTests.Run(scope),
            .. DrawingTests.Run(scope, copies),
            .. SharingTests.Run(scope, copies),
        ];
        return new SelfTestReport(rows, DeviceSurvey.Take(), copies);
    }

    /// <summary>One object.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["version"] = ProgramVersion.Text,
            ["machine"] = HostMachine.Here().ToJson(),
            ["rows"] = new JsonArray([.. Rows.Select(row => row.ToJson())]),
            ["devices"] = Devices.ToJson(),
            ["copiesThroughHost"] = Copies.ToJson(),
        };

    /// <summary>A table.</summary>
    public IEnumerable<string> ToLines()
    {
        int width = Rows.Max(row => row.Name.Length);
        foreach (SelfTestRow row in Rows)
        {
            string error = row.MaxRelativeError is { } measured ? $"error {measured:0.##e0}" : "";
            string found = string.Join("; ", ((string[])[error, row.Reason]).Where(part => part.Length > 0));
            yield return $"{row.State.ToString().ToLowerInvariant(), -8}{row.Name.PadRight(width)}  {row.Milliseconds, 9:0.0} ms  {found}";
        }

        yield return Copies.ToText();
        yield return $"{CountOf(SelfTestState.Passed)} passed, {Failed} failed, {CountOf(SelfTestState.Skipped)} skipped";
    }

    private int CountOf(SelfTestState state) => Rows.Count(row => row.State == state);
}
