using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>One row of a table of text.</summary>
/// <param name="Line">The line of the file it begins on, from 1, as editors count.</param>
/// <param name="Fields">Its fields, unquoted.</param>
internal readonly record struct DelimitedRow(int Line, string[] Fields);

/// <summary>
/// Reads comma- or tab-separated text in UTF-8: RFC 4180 quoting (a field in quotes may hold separators, line ends and doubled quotes),
/// lines ended by LF, CRLF or CR. Empty lines are skipped, and so are blanks around a field that is not in quotes, and a first line "sep=;"
/// by which spreadsheets name the separator.
/// </summary>
internal static class DelimitedText
{
    /// <summary>A longer field means that a quote was never closed.</summary>
    private const int LongestField = 1 << 20;

    /// <summary>The rows of a file, one after the other.</summary>
    /// <exception cref="UnusableInputException">Not UTF-8, or a quote that is not closed.</exception>
    public static IEnumerable<DelimitedRow> Rows(string path, CancellationToken cancellation) =>
        Rows(() => InputFile.Open(path), path, cancellation);

    /// <summary>The same of a file that is opened when the first row is read.</summary>
    /// <inheritdoc cref="Rows(string, CancellationToken)"/>
    public static IEnumerable<DelimitedRow> Rows(Func<Stream> open, string path, CancellationToken cancellation)
    {
        char separator = Separator.Of(open, path);
        using Stream stream = open();
        using StreamReader reader = new(
            stream,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: true,
            1 << 16
        );
        List<string> fields = [];
        StringBuilder field = new();
        int line = 1;
        int beganOn = 1;
        bool isQuoted = false;
        bool wasQuoted = false;
        while (true)
        {
            int next = Next(reader, path, line);
            if (isQuoted)
            {
                if (next < 0 || field.Length > LongestField)
                {
                    throw new UnusableInputException(
                        $"{path}: line {beganOn}: a quote is opened and not closed; close it, or double it where it belongs to the text"
                    );
                }

                if (next != '"')
                {
                    line += next == '\n' ? 1 : 0;
                    field.Append((char)next);
                }
                else if (Next(reader, path, line, isTaken: false) == '"')
                {
                    field.Append((char)Next(reader, path, line));
                }
                else
                {
                    isQuoted = false;
                }

                continue;
            }

            if (next == '"' && !wasQuoted && IsBlank(field))
            {
                field.Clear();
                isQuoted = wasQuoted = true;
            }
            else if (wasQuoted && next == ' ')
            {
                // Blanks between the closing quote and the separator are no part of the text.
            }
            else if (next == separator)
            {
                fields.Add(Take(field, wasQuoted));
                wasQuoted = false;
            }
            else if (next == '\r' && Next(reader, path, line, isTaken: false) == '\n')
            {
                // The line ends with the next character.
            }
            else if (next is '\n' or '\r' or < 0)
            {
                if (fields.Count > 0 || field.Length > 0 || wasQuoted)
                {
                    fields.Add(Take(field, wasQuoted));
                    cancellation.ThrowIfCancellationRequested();
                    if (beganOn > 1 || !Separator.IsNamedBy(fields))
                        yield return new DelimitedRow(beganOn, [.. fields]);
                    fields.Clear();
                }

                if (next < 0)
                    yield break;
                wasQuoted = false;
                beganOn = ++line;
            }
            else
            {
                field.Append((char)next);
            }
        }
    }

    private static string Take(StringBuilder field, bool wasQuoted)
    {
        string text = field.ToString();
        field.Clear();
        return wasQuoted ? text : text.Trim(' ');
    }

    private static bool IsBlank(StringBuilder field)
    {
        for (int i = 0; i < field.Length; i++)
        {
            if (field[i] != ' ')
                return false;
        }

        return true;
    }

    // Looking at a character may read and decode the next bytes, as taking it does.
    private static int Next(StreamReader reader, string path, int line, bool isTaken = true)
    {
        try
        {
            return isTaken ? reader.Read() : reader.Peek();
        }
        catch (DecoderFallbackException e)
        {
            throw new UnusableInputException($"{path}: near line {line}: not UTF-8; save the file as UTF-8", e);
        }
        catch (IOException e)
        {
            throw new MachineFaultException($"{path}: reading failed: {e.Message}", e);
        }
    }
}
