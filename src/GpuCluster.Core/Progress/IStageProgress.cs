using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Core.Progress;

/// <summary>
/// Receives the progress of long work. One stage at a time; a stage ends when the next begins. Implementations are thread-safe and cheap:
/// workers may report from any thread as often as they like.
/// </summary>
public interface IStageProgress
{
    /// <summary>Begins a stage.</summary>
    /// <param name="stage">Short name: "load", "embed", "knn", "graph", "init", "optimize".</param>
    /// <param name="shape">The shape of the tensor the stage makes, for example "(10000, 784) to (10000, 15)".</param>
    void Begin(string stage, string shape);

    /// <summary>Reports the share of the current stage that is done, 0 to 1.</summary>
    void Report(double fraction);

    /// <summary>Reports a warning: k was lowered, a solver fell back. Shown even if progress is not.</summary>
    void Warn(string message);

    /// <summary>The same with the settings that change it, which a program may add under its own names.</summary>
    void Warn(string message, IReadOnlyList<Remedy> remedies) => Warn(message);

    /// <summary>
    /// Reports a decision that the user may want to change, for example which folder names the class, with the settings that change it, or
    /// none. Part of the progress.
    /// </summary>
    void Note(string message, IReadOnlyList<Remedy> remedies) { }

    /// <summary>
    /// Reports an image that the stage has just decoded for its own work, so that a window can show the first ones without decoding any
    /// of them again.
    /// </summary>
    void Decoded(DecodedImage image) { }

    /// <summary>Reports what only a log keeps, such as the plan of a device's memory.</summary>
    void Detail(string message) { }
}
