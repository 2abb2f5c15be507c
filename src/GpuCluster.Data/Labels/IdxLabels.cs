using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Idx;

namespace GpuCluster.Data.Labels;

/// <summary>IDX labels: one byte for each sample.</summary>
internal static class IdxLabels
{
    /// <summary>Reads labels as classes named by their numbers, in rising order.</summary>
    public static SampleLabels Read(string path, long count)
    {
        List<int> values = new();
        AddAll(values, path, count, "the data");
        return LabelClasses.FromNumbers<int>(CollectionsMarshal.AsSpan(values));
    }

    /// <summary>
    /// Reads the labels beside the image files that were read from; a file without labels leaves its samples without a class.
    /// </summary>
    /// <returns>At least as many labels as images were read, or null where no file has any.</returns>
    public static SampleLabels? ReadBeside(IEnumerable<IdxPart> parts)
    {
        List<int> values = new();
        bool any = false;
        foreach (IdxPart part in parts.Where(part => part.Taken > 0))
        {
            if (Beside(part.ImagesPath) is { } path)
            {
                AddAll(values, path, part.Claimed, part.ImagesPath);
                any = true;
            }
            else
            {
                values.AddRange(Enumerable.Repeat(-1, part.Taken));
            }
        }

        return any ? LabelClasses.FromNumbers<int>(CollectionsMarshal.AsSpan(values)) : null;
    }

    private static void AddAll(List<int> values, string path, long count, string of)
    {
        using IdxSource source = IdxSource.Open(path, IdxHeader.LabelsMagic);
        if (source.Header.Count != count)
        {
            throw new UnusableInputException(
                $"{path}: {Counted.Of(source.Header.Count, "label")}, and {of} has {Counted.Of(count, "sample")}; "
                    + "take the two files of one set"
            );
        }

        GrowingBuffer buffer = new();
        source.AppendTo(buffer, source.Header.Count, CancellationToken.None);
        foreach (byte label in buffer.Written.Span)
            values.Add(label);
    }

    /// <summary>"t10k-images-idx3-ubyte.gz" has its labels in "t10k-labels-idx1-ubyte", plain or .gz.</summary>
    private static string? Beside(string imagesPath)
    {
        string name = Path.GetFileName(imagesPath);
        if (!name.Contains("images", StringComparison.Ordinal))
            return null;
        name = name.Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string plain = Path.Combine(
            Path.GetDirectoryName(imagesPath) ?? "",
            name.EndsWith(".gz", StringComparison.Ordinal) ? name[..^3] : name
        );
        return File.Exists(plain) ? plain
            : File.Exists(plain + ".gz") ? plain + ".gz"
            : null;
    }
}
