using GpuCluster.App.Output;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Panels.Sheets;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>The results of `similar` as a contact sheet: the query, then what is like it.</summary>
internal static class SimilarSheet
{
    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, SimilarReport report, RunContext context)
    {
        using SheetThumbnails pictures = new(report.Dataset);
        using FolderThumbnails? own = report.Query.ImagePath is { } image ? new FolderThumbnails([image]) : null;
        SheetEntry? query =
            report.Query.Index is { } index ? pictures.EntryOf(index, "query", isMarked: true)
            : own is not null ? new SheetEntry(report.Query.ImagePath!, "query", true, () => SheetThumbnails.Read(own, 0))
            : null;
        SheetEntry[] found = [.. report.Found.Select(each => pictures.EntryOf(each, $"{report.Cosines[each]:0.0000}", isMarked: false))];
        SheetEntry[] entries = query is null ? found : [query, .. found];
        SheetSection[] sections =
        [
            .. entries
                .Chunk(ContactSheet.MaxOfSection)
                .Select((chunk, at) => new SheetSection(at == 0 ? "by falling cosine" : "next", chunk)),
        ];
        int drawn = 0;
        AtomicFile.Write(
            path,
            stream =>
                drawn = ContactSheet.Write(
                    stream,
                    $"similar to {report.Query.Describe(report.Dataset)}",
                    sections,
                    context.Progress.Warn,
                    context.Cancellation
                ),
            context.Cancellation
        );
        if (drawn < sections.Length)
            context.Progress.Warn($"{path}: the sheet has room for the first {drawn * ContactSheet.MaxOfSection}; --json prints all");
    }
}
