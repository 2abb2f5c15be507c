using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// Vectors as text with blanks between the numbers: word2vec's and fastText's (rows and dimension in the first line, then a word and its
/// numbers), GloVe's (without that line), and numpy.savetxt's (without words). The words become a column.
/// </summary>
internal static class TextVectors
{
    private const string WordColumn = "word";

    /// <summary>Whether a file has an extension of such files; a .txt must end its first line in a number.</summary>
    public static bool Reads(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is ".vec" or ".glove" or ".w2v")
            return true;
        if (extension != ".txt")
            return false;
        ReadOnlySpan<byte> line = TextLines.Of(path, CancellationToken.None).FirstOrDefault().Span.TrimEnd(" \t"u8);
        return IsNumber(line[(line.LastIndexOfAny((byte)' ', (byte)'\t') + 1)..], out _);
    }

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        List<float> values = [];
        List<string> words = [];
        (long Rows, int Columns)? claimed = null;
        int columns = 0,
            rows = 0,
            line = 0;
        long total = 0;
        bool hasWords = false;
        foreach (ReadOnlyMemory<byte> each in TextLines.Of(path, cancellation))
        {
            line++;
            ReadOnlySpan<byte> text = each.Span.Trim(" \t"u8);
            if (text.IsEmpty)
                continue;
            if (line == 1 && ClaimOf(text) is { } claim)
            {
                claimed = claim;
                continue;
            }

            if (total == 0)
                (hasWords, columns) = FormOf(text, claimed?.Columns, path, line);
            total++;
            if (rows == options.Limit)
                continue;
            ReadOnlySpan<byte> word = Parse(text, columns, values, path, line);
            if (hasWords)
                words.Add(Encoding.UTF8.GetString(word));
            else if (!word.IsEmpty)
                throw Bad(path, line, $"more than the {columns} numbers of the first row");
            rows++;
        }

        if (rows == 0)
            throw new UnusableInputException($"{path}: holds no vectors; give one row of numbers for each sample");
        if (claimed is { } promised && promised.Rows != total)
        {
            throw new UnusableInputException(
                $"{path}: its first line claims {promised.Rows} vectors, and it holds {total}; the file is cut, or the line is wrong"
            );
        }

        return new EmbeddingDataset(
            InputFile.NameOf(path),
            new EmbeddingMatrix(rows, columns, values.ToArray()),
            LabelsFile.Of(path, options, total, rows)
        )
        {
            Columns = hasWords ? [new TextColumn(WordColumn, [.. words])] : [],
        };
    }

    // Two whole numbers alone on the first line.
    private static (long Rows, int Columns)? ClaimOf(ReadOnlySpan<byte> line)
    {
        int blank = line.IndexOfAny((byte)' ', (byte)'\t');
        if (blank < 0)
            return null;
        ReadOnlySpan<byte> second = line[blank..].Trim(" \t"u8);
        return
            Utf8Parser.TryParse(line[..blank], out long rows, out int used)
            && used == blank
            && Utf8Parser.TryParse(second, out int columns, out used)
            && used == second.Length
            && rows > 0
            && columns > 0
            ? (rows, columns)
            : null;
    }

    // By the first row: all fields but the first are numbers, or all are.
    private static (bool HasWords, int Columns) FormOf(ReadOnlySpan<byte> line, int? claimed, string path, int number)
    {
        int fields = 0,
            numbers = 0;
        foreach (Range range in line.SplitAny((byte)' ', (byte)'\t'))
        {
            if (line[range].IsEmpty)
                continue;
            fields++;
            // Only the numbers at the end count: words may have blanks.
            numbers = IsNumber(line[range], out _) ? numbers + 1 : 0;
        }

        int columns = claimed ?? (numbers == fields ? fields : numbers);
        if (columns == 0 || numbers < columns)
            throw Bad(path, number, claimed is { } c ? $"not {c} numbers at its end" : "no numbers at its end");
        return (fields > columns, columns);
    }

    // Adds the numbers from the end of the line, and returns what stands before them.
    private static ReadOnlySpan<byte> Parse(ReadOnlySpan<byte> line, int columns, List<float> values, string path, int number)
    {
        int before = values.Count;
        CollectionsMarshal.SetCount(values, before + columns);
        Span<float> target = CollectionsMarshal.AsSpan(values)[before..];
        for (int column = columns - 1; column >= 0; column--)
        {
            line = line.TrimEnd(" \t"u8);
            int blank = line.LastIndexOfAny((byte)' ', (byte)'\t');
            if (!IsNumber(line[(blank + 1)..], out target[column]))
                throw Bad(path, number, $"not {columns} finite numbers at its end");
            line = blank < 0 ? [] : line[..blank];
        }

        return line.TrimEnd(" \t"u8);
    }

    private static bool IsNumber(ReadOnlySpan<byte> field, out float value) =>
        Utf8Parser.TryParse(field, out value, out int used) && used == field.Length && float.IsFinite(value);

    private static UnusableInputException Bad(string path, int line, string fault) =>
        new($"{path}: line {line}: {fault}; each row is numbers with blanks between them, after a word if there are words");
}
