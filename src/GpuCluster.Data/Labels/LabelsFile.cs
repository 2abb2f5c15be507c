using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Idx;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Labels;

/// <summary>Labels in a file of their own: IDX or .npy, recognised by its first bytes, else by its name.</summary>
internal static class LabelsFile
{
    /// <summary>Reads one label for each of the samples.</summary>
    /// <exception cref="UnusableInputException">It is of another kind or of another length, or damaged.</exception>
    public static SampleLabels Read(string path, long count)
    {
        Span<byte> start = stackalloc byte[6];
        using (FileStream stream = InputFile.Open(path))
            start = start[..InputFile.ReadUpTo(stream, start, path)];
        if (start.StartsWith(NpyHeader.Magic))
            return NpyLabels.Read(path, count);
        if (start.StartsWith(PackedFile.Magic) || start.StartsWith(IdxHeader.MagicStart))
            return IdxLabels.Read(path, count);
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            return NpyLabels.Read(path, count);
        return Path.GetFileName(path).Contains("idx", StringComparison.OrdinalIgnoreCase)
            ? IdxLabels.Read(path, count)
            : throw new UnusableInputException($"{path}: labels are an IDX labels file or a .npy of integers or text, one for each sample");
    }

    /// <summary>The labels of a file of vectors: those that the user names, else X.labels.npy beside it; null if there are none.</summary>
    /// <param name="path">The vectors' file.</param>
    /// <param name="options">The labels that the user names, and the limit.</param>
    /// <param name="total">All samples of the file.</param>
    /// <param name="rows">Those that are read.</param>
    public static SampleLabels? Of(string path, DatasetOptions options, long total, int rows)
    {
        string beside = Path.ChangeExtension(path, ".labels.npy");
        string? labels = options.LabelsPath ?? (beside != path && File.Exists(beside) ? beside : null);
        return labels is null ? null : Read(labels, total).Take(rows);
    }
}
