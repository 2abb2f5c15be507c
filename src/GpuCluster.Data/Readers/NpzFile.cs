using System.IO.Compression;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A .npz (numpy.savez, plain or compressed) as a data set: its matrix of float32 (N, D) is the embedding, an array named label, labels,
/// class, category, target or y the classes, one named path (or as lists name it) the files, and every other array of N numbers or texts a
/// column. If there are several matrices, the array's name decides.
/// </summary>
internal static class NpzFile
{
    private static readonly string[] VectorNames = ["embeddings", "embedding", "vectors", "features", "x", "data", "arr_0"];

    /// <summary>The first four bytes of a zip.</summary>
    public static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    public static EmbeddingDataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read);
            UnpackLimit.Check(path, stream.Length, zip, "save it without compression: numpy.savez");
            Member[] members =
            [
                .. zip
                    .Entries.Where(entry => entry.FullName.EndsWith(".npy", StringComparison.Ordinal))
                    .Select(entry => Member.Of(entry, path)),
            ];
            Member vectors = VectorsOf(members, path);
            int total = (int)vectors.Header.Shape[0],
                rows = Math.Min(total, options.Limit ?? int.MaxValue);
            EmbeddingMatrix matrix = ReadVectors(vectors, rows, cancellation);
            SampleLabels? labels = options.LabelsPath is { } labelsPath ? DatasetReader.ReadLabels(labelsPath, total).Take(rows) : null;
            string[]? names = null;
            List<SampleColumn> columns = [];
            List<DatasetNote> notes = [];
            foreach (Member member in members.Where(member => member != vectors && (member.IsColumnOf(total) || member.HoldsLabels)))
            {
                using Stream content = member.Open();
                bool areLabels = options.LabelsPath is null && labels is null && member.HoldsLabels;
                if (areLabels && !member.IsColumnOf(total))
                {
                    throw new UnusableInputException(
                        $"{member.Path}: {member.Header.Type} {member.Header.ShapeText} does not label the {total} vectors; "
                            + $"save one label for each: numpy.savez('{path}', embeddings=x, labels=y)"
                    );
                }

                if (areLabels && TryReadLabels(member, content) is { } found)
                    labels = found.Take(rows);
                else if (areLabels)
                    notes.Add(AddFractions(columns, member, rows));
                else if (names is null && ListHeadings.PathIn([member.Name]) >= 0)
                    names = NpyColumn.Texts(content, member.Header, member.Path)[..rows];
                else if (member.IsColumnOf(total))
                    columns.Add(NpyColumn.Read(member.Name, content, member.Header, member.Path).Take(rows));
            }

            string[]? files = names is null ? null : BesideFiles.TryResolve(path, names);
            if (names is not null && files is null)
                columns.Insert(0, new TextColumn(ListHeadings.Path, names));
            return new EmbeddingDataset(InputFile.NameOf(path), matrix, labels)
            {
                Columns = columns,
                Files = files,
                Notes = notes,
            };
        }
        catch (InvalidDataException e)
        {
            throw new UnusableInputException($"{path}: a damaged .npz ({e.Message}); save it again with numpy.savez", e);
        }
    }

    // Null if the numbers are measures, for example the target of a regression.
    private static SampleLabels? TryReadLabels(Member member, Stream content)
    {
        if (!NpyLabels.IsFractional(member.Header))
            return NpyLabels.Read(content, member.Header, member.Path);
        return LabelClasses.FromNumbers(((NumericColumn)NpyColumn.Read(member.Name, content, member.Header, member.Path)).Values);
    }

    private static DatasetNote AddFractions(List<SampleColumn> columns, Member member, int rows)
    {
        using Stream content = member.Open();
        columns.Add(NpyColumn.Read(member.Name, content, member.Header, member.Path).Take(rows));
        return new DatasetNote($"{member.Path}: holds fractions, so it is a column of numbers and no classes");
    }

    private static Member VectorsOf(Member[] members, string path)
    {
        Member[] matrices = [.. members.Where(member => member.IsMatrix && !member.HoldsLabels)];
        Member? chosen =
            VectorNames
                .Select(name => Array.Find(matrices, member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(member => member is not null)
            ?? (matrices.Length == 1 ? matrices[0] : null);
        if (chosen is null)
        {
            string held = string.Join(
                ", ",
                members.Take(20).Select(member => $"'{member.Name}' {member.Header.Type} {member.Header.ShapeText}")
            );
            throw new UnusableInputException(
                $"{path}: {(matrices.Length == 0 ? "no matrix" : "several matrices")}, it holds "
                    + $"{(held.Length == 0 ? "no arrays" : held)}; save the vectors as float32 (N, D) under the name 'embeddings': "
                    + $"numpy.savez('{path}', embeddings=x, labels=y)"
            );
        }

        if (chosen.Header.Type != "<f4")
            throw NpyRefusal.WrongType(chosen.Header, chosen.Path, "vectors are float32", "numpy.asarray(x).astype('<f4')");
        if (chosen.Header.IsFortran)
        {
            throw NpyRefusal.Refuse(
                chosen.Path,
                "in Fortran order (columns first)",
                "rows must lie together",
                "numpy.ascontiguousarray(x)"
            );
        }

        chosen.Header.CheckLength(chosen.Length, sizeof(float), chosen.Path);
        if (chosen.Header.Shape.Contains(0))
            throw new UnusableInputException($"{chosen.Path}: empty, shape {chosen.Header.ShapeText}; give at least one sample");
        return chosen.Header.Elements <= Array.MaxLength
            ? chosen
            : throw new UnusableInputException(
                $"{chosen.Path}: shape {chosen.Header.ShapeText} is more than one set holds; save it as .npy"
            );
    }

    private static EmbeddingMatrix ReadVectors(Member vectors, int rows, CancellationToken cancellation)
    {
        int columns = (int)vectors.Header.Shape[1];
        using Stream content = vectors.Open();
        return new EmbeddingMatrix(rows, columns, NpyFile.ReadFloats(content, rows, columns, vectors.Path, cancellation));
    }

    /// <summary>An array of the archive.</summary>
    /// <param name="Entry">Its entry.</param>
    /// <param name="Name">Its name, without .npy.</param>
    /// <param name="Header">What it holds.</param>
    /// <param name="Path">For messages.</param>
    private sealed record Member(ZipArchiveEntry Entry, string Name, NpyHeader Header, string Path)
    {
        /// <summary>Bytes, according to the archive's directory.</summary>
        public long Length => Entry.Length;

        /// <summary>Whether it has two dimensions of numbers.</summary>
        public bool IsMatrix => Header.Shape.Length == 2 && !Header.Type.EndsWith('U');

        /// <summary>Whether its name is one of labels.</summary>
        public bool HoldsLabels => ListHeadings.LabelIn([Name]) >= 0 || Name is "y";

        public static Member Of(ZipArchiveEntry entry, string path)
        {
            string place = $"{path}: {entry.FullName}";
            using Stream content = entry.Open();
            return new Member(entry, entry.FullName[..^4], NpyHeader.Read(content, place), place);
        }

        public bool IsColumnOf(int count) => NpyLabels.IsColumn(Header) && Header.Shape[0] == count && NpyColumn.Takes(Header.Type);

        /// <summary>The array's bytes, behind its header.</summary>
        public Stream Open()
        {
            Stream content = Entry.Open();
            NpyHeader.Read(content, Path);
            if (NpyLabels.ElementBytes(Header.Type) is { } elementBytes)
                Header.CheckLength(Length, elementBytes, Path);
            return content;
        }
    }
}
