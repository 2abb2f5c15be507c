using System.Globalization;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Videos;

namespace GpuCluster.Data.Readers;

/// <summary>A video as a data set: frames at even times, each with its time in seconds.</summary>
internal static class VideoFile
{
    private static readonly TimeSpan DefaultStep = TimeSpan.FromSeconds(1);

    /// <summary>Whether a file is a video.</summary>
    public static bool Is(string path)
    {
        Span<byte> start = stackalloc byte[VideoSignature.Bytes];
        using FileStream file = InputFile.Open(path);
        return VideoSignature.Is(start[..InputFile.ReadUpTo(file, start, path)]);
    }

    /// <summary>Takes the frames out.</summary>
    public static ImageFileDataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        IReadOnlyList<(string File, double Seconds)> frames = VideoFrames.Of(
            path,
            options.Every ?? DefaultStep,
            options.Limit,
            cancellation
        );
        string name = InputFile.NameOf(path);
        // The address of a time, as W3C's media fragments write it.
        string[] names = [.. frames.Select(frame => string.Create(CultureInfo.InvariantCulture, $"{name}#t={frame.Seconds:0.###}"))];
        OpenedImages set = OpenedImages.Find(
            path,
            [.. frames.Select(frame => frame.File)],
            i => names[i],
            new SourceFiles(),
            options,
            cancellation
        );
        return new ImageFileDataset(
            name,
            [.. set.Kept.Select(i => frames[i].File)],
            options.LabelsPath is { } labels ? LabelsFile.Read(labels, frames.Count).Pick(set.Kept) : null
        )
        {
            Names = [.. set.Kept.Select(i => names[i])],
            Columns = [new NumericColumn("time", [.. set.Kept.Select(i => frames[i].Seconds)])],
            Skipped = set.Skipped,
            SourceRows = set.Kept,
            SourceCount = frames.Count,
            Warnings = set.Warning is { } warning ? [warning] : [],
        };
    }
}
