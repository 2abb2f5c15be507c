namespace GpuCluster.Data.Scenes;

/// <summary>The model that made a scene's vectors. The scene does not contain it.</summary>
/// <param name="Path">The model's folder or file, absolute.</param>
/// <param name="RelativePath">From the scene's folder, so that both can be moved together.</param>
/// <param name="Weights">The file that takes images, relative to <paramref name="Path"/>; "." if that is the file itself.</param>
/// <param name="Fingerprint">Identifies the weights; see <see cref="DataFingerprint"/>.</param>
public sealed record SceneModel(string Path, string RelativePath, string Weights, string Fingerprint)
{
    /// <summary>The model of a scene that is about to be saved.</summary>
    /// <param name="path">The model's folder or file.</param>
    /// <param name="weights">The file of it that takes images.</param>
    /// <param name="scenePath">Where the scene goes.</param>
    /// <exception cref="Core.Errors.UnusableInputException">The model is no longer there.</exception>
    public static SceneModel Of(string path, string weights, string scenePath)
    {
        string absolute = System.IO.Path.GetFullPath(path);
        return new SceneModel(
            absolute,
            SavedPath.Relative(scenePath, absolute),
            System.IO.Path.GetRelativePath(absolute, System.IO.Path.GetFullPath(weights)),
            DataFingerprint.Of(weights)
        );
    }

    /// <summary>Finds the model again: beside the scene, then where it was.</summary>
    /// <param name="scenePath">Where the scene lies now.</param>
    /// <param name="fault">The displayed reason why it was not found; null if it was.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The path, or null.</returns>
    public string? Find(string scenePath, out string? fault, CancellationToken cancellation = default)
    {
        string FingerprintAt(string candidate) =>
            DataFingerprint.Of(Weights == "." ? candidate : System.IO.Path.Combine(candidate, Weights), cancellation: cancellation);
        string? found = SavedPath.Find(
            scenePath,
            RelativePath,
            Path,
            "the model",
            candidate => FingerprintAt(candidate) == Fingerprint,
            out fault
        );
        if (found is null)
            fault ??= $"{Path}: no longer there";
        return found;
    }
}
