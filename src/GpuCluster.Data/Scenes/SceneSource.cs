using System.Text.Json.Serialization;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Scenes;

/// <summary>The data a scene shows, and how it was read.</summary>
/// <param name="Path">Absolute.</param>
/// <param name="RelativePath">From the scene's folder, so that both can be moved together.</param>
/// <param name="Fingerprint">Identifies the data, also if other data has the same name; see <see cref="DataFingerprint"/>.</param>
public sealed record SceneSource(string Path, string RelativePath, string Fingerprint)
{
    /// <summary>The number of samples to read, from the first on, or null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The file of labels that was named, absolute, or null.</summary>
    public string? LabelsPath { get; init; }

    /// <summary>The file of columns that was named, absolute, or null.</summary>
    public string? ColumnsPath { get; init; }

    /// <summary>The array of the file that was named, or null.</summary>
    public string? ArrayName { get; init; }

    /// <summary>The folder that names the class, where it was chosen, or null.</summary>
    public int? LabelLevel { get; init; }

    /// <summary>What a float32 (N, 2) or (N, 3) file was read as.</summary>
    public MatrixUse As { get; init; }

    /// <summary>Whether images or the objects in them are the samples.</summary>
    public SampleKind Samples { get; init; }

    /// <summary>The least time between two frames of a video, or null for the default.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>The options to read the data again.</summary>
    [JsonIgnore]
    public DatasetOptions Options =>
        new()
        {
            Limit = Limit,
            LabelsPath = LabelsPath,
            ColumnsPath = ColumnsPath,
            ArrayName = ArrayName,
            LabelLevel = LabelLevel,
            As = As,
            Samples = Samples,
            Every = Every,
        };

    /// <summary>The source of a scene that is about to be saved.</summary>
    /// <param name="path">The data.</param>
    /// <param name="options">How it was read.</param>
    /// <param name="scenePath">Where the scene goes.</param>
    /// <exception cref="UnusableInputException">The data is no longer there.</exception>
    public static SceneSource Of(string path, DatasetOptions options, string scenePath)
    {
        string absolute = System.IO.Path.GetFullPath(path);
        return new SceneSource(absolute, SavedPath.Relative(scenePath, absolute), DataFingerprint.Of(absolute))
        {
            Limit = options.Limit,
            LabelsPath = options.LabelsPath is { } labels ? System.IO.Path.GetFullPath(labels) : null,
            ColumnsPath = options.ColumnsPath is { } columns ? System.IO.Path.GetFullPath(columns) : null,
            ArrayName = options.ArrayName,
            LabelLevel = options.LabelLevel,
            As = options.As,
            Samples = options.Samples,
            Every = options.Every,
        };
    }

    /// <summary>Finds the data again: beside the scene, then where it was.</summary>
    /// <param name="scenePath">Where the scene lies now.</param>
    /// <param name="warning">The displayed reason why it was not found: it is missing, or it is other data. Null if it was found.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The path, or null; then the scene opens without pictures and without similarity.</returns>
    public string? Find(string scenePath, out string? warning, CancellationToken cancellation = default)
    {
        string? found = SavedPath.Find(
            scenePath,
            RelativePath,
            Path,
            "the data",
            candidate => DataFingerprint.Of(candidate, cancellation: cancellation) == Fingerprint,
            out string? fault
        );
        warning =
            found is not null ? null
            : fault is not null ? $"{fault}: the scene opens without pictures and similarity"
            : $"{Path}: no longer there: the scene opens without pictures and similarity; put the data back to have them";
        return found;
    }
}
