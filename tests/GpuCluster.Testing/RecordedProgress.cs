using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;

namespace GpuCluster.Testing;

/// <summary>Progress that keeps what it was told. One thread at a time.</summary>
public sealed class RecordedProgress : IStageProgress
{
    /// <summary>Every warning, in order.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Every note, in order.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>What only a log keeps, in order.</summary>
    public List<string> Details { get; } = [];

    /// <summary>The share that was reported last.</summary>
    public double Last { get; private set; }

    public void Begin(string stage, string shape) { }

    public void Report(double fraction) => Last = fraction;

    public void Warn(string message) => Warnings.Add(message);

    public void Detail(string message) => Details.Add(message);

    public void Note(string message, IReadOnlyList<Remedy> remedies) => Notes.Add(message);
}
