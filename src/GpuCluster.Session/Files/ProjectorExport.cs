using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Projector;

namespace GpuCluster.Session.Files;

/// <summary>Writes a folder for TensorBoard's Embedding Projector in the background: text of many long vectors takes a while.</summary>
/// <remarks>One at a time, on the thread pool. The frame thread calls everything.</remarks>
/// <param name="tell">Receives the path of the folder, or why it is incomplete, on the working thread.</param>
internal sealed class ProjectorExport(Action<string> tell) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Begins to write.</summary>
    /// <param name="folder">Made where it is not there.</param>
    /// <param name="set">What to write; is not to change or be disposed before this is.</param>
    /// <exception cref="UnusableInputException">Another folder is still being written.</exception>
    public void Start(string folder, ProjectorSet set)
    {
        if (!_work.IsCompleted)
            throw new UnusableInputException("the folder for the projector that was asked for before is still being written");

        CancellationToken cancellation = _stop.Token;
        _work = Task.Run(() => Write(folder, set, cancellation), CancellationToken.None);
    }

    /// <summary>Stops, and waits until nothing is read any more.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _work.Wait();
        _stop.Dispose();
    }

    private void Write(string folder, ProjectorSet set, CancellationToken cancellation)
    {
        try
        {
            int withoutPicture = ProjectorWriter.Write(folder, set, static _ => { }, cancellation);
            string missing =
                withoutPicture > 0 ? string.Create(CultureInfo.InvariantCulture, $", {withoutPicture:N0} samples without a picture") : "";
            tell($"saved {folder}{missing}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The window closed: a folder without its configuration says that it is not whole.
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            tell($"not saved: {exception.Message}");
        }
    }
}
