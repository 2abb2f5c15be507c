using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Gives a layout the data that its side file names: labels, columns, paths and pictures. Without it, positions are shown.
/// </summary>
internal static class LayoutWithData
{
    /// <summary>Reads the data beside the positions; where that cannot be, a warning says why.</summary>
    /// <param name="layout">The positions.</param>
    /// <param name="path">Their file.</param>
    /// <param name="options">How they were read.</param>
    /// <param name="cancellation">Stops.</param>
    public static LayoutDataset Add(LayoutDataset layout, string path, DatasetOptions options, CancellationToken cancellation)
    {
        LayoutSource? source = LayoutSource.TryRead(path, out string? fault, cancellation);
        if (source is null)
            return fault is null ? layout : Without(layout, fault);
        string? data = source.Source.Find(LayoutSource.PathFor(path), out string? gone, cancellation);
        if (data is null)
            return Without(layout, gone!.Split(": the scene opens")[0]);
        DatasetOptions own = source.Source.Options;
        try
        {
            Dataset found = DatasetReader.Read(
                data,
                own with
                {
                    Limit = options.Limit is { } limit ? Math.Min(limit, own.Limit ?? limit) : own.Limit,
                    Progress = options.Progress,
                    PositionsAlone = true,
                },
                cancellation
            );
            if (found.AtRows(layout.Rows) is not { } samples)
                return Without(layout, $"{data}: {Counted.Of(found.Rows.Count, "sample")}, where {path} has {layout.Rows.Count}");
            return layout with
            {
                Labels = layout.Labels ?? samples.Labels,
                Columns = samples.Columns,
                Warnings = [.. layout.Warnings, .. found.Warnings],
                Of = samples,
                ModelPath = source.Model?.Find(LayoutSource.PathFor(path), out _, cancellation),
            };
        }
        catch (UnusableInputException e)
        {
            return Without(layout, e.Message);
        }
    }

    private static LayoutDataset Without(LayoutDataset layout, string fault) =>
        layout with
        {
            Warnings = [.. layout.Warnings, $"{fault}: only positions are shown"],
        };
}
