using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;

namespace GpuCluster.Session.Layouts;

/// <summary>
/// What a live layout was asked for and could not do, with the reasons, for people. The layout's thread adds, any thread takes.
/// </summary>
/// <param name="wake">Called when there is something to say.</param>
internal sealed class LayoutRefusals(Action wake)
{
    private const string Finished = "this layout is finished and has no graph: it cannot be steered";
    private const string NotByTsne = "a layout by t-SNE runs on with other values, but its points are neither moved nor held";

    private readonly ConcurrentQueue<string> _messages = new();

    /// <summary>Takes the next message.</summary>
    public bool TryNext([NotNullWhen(true)] out string? message) => _messages.TryDequeue(out message);

    /// <summary>Adds one.</summary>
    public void Add(string message)
    {
        _messages.Enqueue(message);
        wake();
    }

    /// <summary>Does what a kind of layout can, or says why this one does not.</summary>
    public void Try<TStepper>(ILayoutStepper stepper, Action<TStepper> act)
        where TStepper : class, ILayoutStepper
    {
        if (stepper is not TStepper able)
        {
            Add(stepper is ITsneStepper ? NotByTsne : Finished);
            return;
        }

        try
        {
            act(able);
        }
        catch (ArgumentException exception)
        {
            // The parameter's name, which the framework adds, is nothing for people.
            int name = exception.Message.IndexOf(" (Parameter '", StringComparison.Ordinal);
            Add(name < 0 ? exception.Message : exception.Message[..name]);
        }
    }
}
