using System.Diagnostics;
using System.Text.Json.Nodes;
using GpuCluster.App.Output;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>One self-test and how it ended.</summary>
/// <param name="Name">What was tested: the stage and the device.</param>
/// <param name="State">How it ended.</param>
/// <param name="Reason">What was measured, or why it failed or did not run.</param>
/// <param name="MaxRelativeError">The largest error against the reference, relative to the largest expected value; null where a test has
/// none.</param>
internal sealed record SelfTestRow(string Name, SelfTestState State, string Reason, double? MaxRelativeError = null)
{
    /// <summary>The time that it took.</summary>
    public double Milliseconds { get; init; }

    /// <summary>A test that did not run.</summary>
    public static SelfTestRow Skipped(string name, string why) => new(name, SelfTestState.Skipped, why);

    /// <summary>A result that has to be near a reference.</summary>
    /// <param name="name">What was tested.</param>
    /// <param name="error">The largest relative error; NaN fails.</param>
    /// <param name="allowed">The largest that rounding may cause.</param>
    /// <param name="how">What computed it, where the name does not say so.</param>
    public static SelfTestRow Compared(string name, double error, double allowed, string how = "") =>
        error <= allowed
            ? new SelfTestRow(name, SelfTestState.Passed, how, error)
            : new SelfTestRow(
                name,
                SelfTestState.Failed,
                $"off by {error:0.##e0} of the largest value, {allowed:0.##e0} is allowed",
                error
            );

    /// <summary>Runs a test. Whatever it throws is its failure, but for a cancellation.</summary>
    /// <param name="name">What is tested.</param>
    /// <param name="test">The test.</param>
    public static SelfTestRow Run(string name, Func<SelfTestRow> test)
    {
        long began = Stopwatch.GetTimestamp();
        SelfTestRow row;
        try
        {
            row = test();
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            row = new SelfTestRow(name, SelfTestState.Failed, fault.Message.ReplaceLineEndings(" "));
        }

        return row with
        {
            Milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds,
        };
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["name"] = Name,
            ["state"] = State.ToString().ToLowerInvariant(),
            ["reason"] = Reason,
            ["maxRelativeError"] = MaxRelativeError is { } error && double.IsFinite(error) ? error : null,
            ["ms"] = JsonLine.Number(Milliseconds, 3),
        };
}
