using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// What a file of positions was made of: X.layout.json beside X.npy. With it, the positions are shown with the pictures, labels and
/// similarity of their data.
/// </summary>
/// <param name="Format">The value of <see cref="FormatName"/>.</param>
/// <param name="Version">The format's version.</param>
/// <param name="Positions">Identifies the file of positions; see <see cref="DataFingerprint"/>.</param>
/// <param name="Source">The data, and how it was read.</param>
/// <param name="Model">The model that made the vectors, or null.</param>
public sealed record LayoutSource(string Format, int Version, string Positions, SceneSource Source, SceneModel? Model)
{
    private const string FormatName = "gpucluster-layout";
    private const int NewestVersion = 1;

    /// <summary>A longer file is none of this program.</summary>
    private const long MaxBytes = 1 << 20;

    /// <summary>Where the side file of positions lies.</summary>
    public static string PathFor(string positions) => Path.ChangeExtension(positions, ".layout.json");

    /// <summary>Writes the side file, whole or not at all. The positions have been written.</summary>
    /// <param name="positions">The .npy.</param>
    /// <param name="data">The data that it was made of.</param>
    /// <param name="options">How the data was read.</param>
    /// <param name="model">The model's folder or file with the file in it that takes images, or null.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The side file; null where the positions went into a device or a pipe, which has nothing beside it.</returns>
    /// <exception cref="UnusableInputException">The place cannot be used, or the data is no longer there.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static string? Write(
        string positions,
        string data,
        DatasetOptions options,
        (string Path, string Weights)? model,
        CancellationToken cancellation = default
    )
    {
        if (NodeKinds.Of(positions) != NodeKind.Regular)
            return null;
        string path = PathFor(positions);
        LayoutSource source = new(
            FormatName,
            NewestVersion,
            DataFingerprint.Of(positions, cancellation: cancellation),
            SceneSource.Of(data, options, path),
            model is { } made ? SceneModel.Of(made.Path, made.Weights, path) : null
        );
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, source, SceneDocument.Options), cancellation);
        return path;
    }

    /// <summary>Reads the side file of positions.</summary>
    /// <param name="positions">The .npy.</param>
    /// <param name="fault">Why there is none that can be used, for people; null where there is no side file, or it was read.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>The content, or null.</returns>
    public static LayoutSource? TryRead(string positions, out string? fault, CancellationToken cancellation)
    {
        fault = null;
        string path = PathFor(positions);
        if (!File.Exists(path))
            return null;
        try
        {
            using FileStream stream = InputFile.Open(path);
            LayoutSource? source =
                stream.Length > MaxBytes ? null : JsonSerializer.Deserialize<LayoutSource>(stream, SceneDocument.Options);
            if (source is null || source.Format != FormatName)
                fault = $"{path}: no description of a layout";
            else if (source.Version > NewestVersion)
                fault = $"{path}: of version {source.Version}, where this program knows {NewestVersion}";
            else if (source.Positions != DataFingerprint.Of(positions, cancellation: cancellation))
                fault = $"{path}: describes another layout than {positions}, which was changed since";
            else
                return source;
        }
        catch (Exception e) when (e is JsonException or UnusableInputException)
        {
            fault = $"{path}: damaged ({(e is JsonException json ? $"line {json.LineNumber + 1}" : e.Message)})";
        }

        return null;
    }
}
