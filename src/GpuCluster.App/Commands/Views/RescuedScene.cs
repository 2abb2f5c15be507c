using System.Globalization;
using GpuCluster.App.CommandLine;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Scenes;

namespace GpuCluster.App.Commands.Views;

/// <summary>What a window opens: the data that its user named, or the scene that was kept of it because an earlier window ended.</summary>
/// <param name="Data">The data as it was named.</param>
/// <param name="Path">The file or folder to open.</param>
/// <param name="Offer">What the window says of a scene that it does not open; empty: there is none.</param>
internal sealed record RescuedScene(string Data, string Path, string Offer)
{
    /// <summary>Whether the kept scene is opened.</summary>
    public bool IsRestored => Path != Data;

    /// <summary>What was made just now, so that no earlier window had it.</summary>
    /// <param name="data">The data.</param>
    public static RescuedScene Of(string data) => new(data, data, "");

    /// <summary>Looks for a scene that was kept.</summary>
    /// <param name="data">The data.</param>
    /// <param name="isRestored">Whether to open it.</param>
    /// <exception cref="UnusableInputException">It is to be opened, and there is none.</exception>
    public static RescuedScene Find(string data, bool isRestored)
    {
        if (RescuedScenes.Newest(data) is not { } kept)
        {
            return isRestored
                ? throw new UnusableInputException(
                    $"{data}: no scene was kept of it in the last 30 days; leave {LiveOptions.RestoreName} out"
                )
                : Of(data);
        }

        string at = kept.At.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return isRestored
            ? new RescuedScene(data, kept.Path, "")
            : new RescuedScene(data, data, $"a scene of this data was not saved on {at}: view {data} {LiveOptions.RestoreName} opens it");
    }

    /// <summary>Removes the scene after a window that has shown it was closed by its user.</summary>
    public void Remove()
    {
        if (!IsRestored)
            return;
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is offered again, and goes when it is old.
        }
    }
}
