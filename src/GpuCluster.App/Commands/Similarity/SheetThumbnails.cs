using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Panels.Sheets;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>The samples of a data set as entries of a contact sheet. Opened once for a sheet.</summary>
internal sealed class SheetThumbnails(Dataset dataset) : IDisposable
{
    private readonly IThumbnails? _thumbnails = dataset.OpenThumbnails();

    /// <summary>The entry of a sample.</summary>
    /// <param name="index">The sample.</param>
    /// <param name="detail">Text beside its name and label.</param>
    /// <param name="isMarked">Whether it is framed.</param>
    public SheetEntry EntryOf(int index, string detail, bool isMarked)
    {
        string name = dataset.Paths is { } paths ? paths[index] : $"row {dataset.Rows.RowOf(index)}";
        string label = SampleTexts.LabelOf(dataset, index) is { } known ? $"{detail}  {known}".Trim() : detail;
        return new SheetEntry(name, label, isMarked, _thumbnails is { } pictures ? () => Read(pictures, index) : null);
    }

    public void Dispose() => _thumbnails?.Dispose();

    /// <summary>The largest picture of a sample.</summary>
    public static SheetThumbnail Read(IThumbnails pictures, int index)
    {
        int edge = pictures.Edges[^1];
        byte[] rgba = new byte[edge * edge * 4];
        pictures.Read(index, edge, rgba);
        return new SheetThumbnail(edge, rgba);
    }
}
