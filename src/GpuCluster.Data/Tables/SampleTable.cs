using System.Globalization;
using System.Text;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>
/// Writes a table with a row for each sample: the columns of <see cref="SampleHeading"/>, then those of the table itself. UTF-8, RFC 4180
/// quoting, lines end in LF. The option that adds columns to data reads such a table back.
/// </summary>
/// <param name="heading">What the samples are.</param>
/// <param name="columns">The table's own columns. The function returns the text of a row, whose number counts from 0.</param>
public sealed class SampleTable(SampleHeading heading, IReadOnlyList<(string Name, Func<int, string> Of)> columns)
{
    private const int RowsPerBlock = 4096;

    /// <summary>Whether a text that a spreadsheet would compute is made text (<see cref="CsvField.QuoteForSpreadsheet"/>).</summary>
    public bool ForSpreadsheet { get; init; }

    /// <summary>A number as the shortest text that reads back to the same value, with a decimal point.</summary>
    public static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="samples">The sample of each row.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="Core.Errors.UnusableInputException">The place cannot be used.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">The disk is full, or fails.</exception>
    public void Write(string path, IReadOnlyList<int> samples, CancellationToken cancellation) =>
        AtomicFile.Write(path, stream => Write(stream, samples, cancellation), cancellation);

    /// <inheritdoc cref="Write(string, IReadOnlyList{int}, CancellationToken)"/>
    /// <param name="stream">Receives the table; stays open.</param>
    public void Write(Stream stream, IReadOnlyList<int> samples, CancellationToken cancellation)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        Func<string, string> quote = CsvField.Quoting(ForSpreadsheet);
        writer.WriteLine(string.Join(',', Headings().Select(quote)));
        for (int row = 0; row < samples.Count; row++)
        {
            if (row % RowsPerBlock == 0)
                cancellation.ThrowIfCancellationRequested();
            int sample = samples[row];
            writer.Write(Text(heading.RowOf(sample)));
            if (heading.Paths is { } paths)
                WriteField(writer, quote(paths[sample]));
            if (heading.Labels is not null)
                WriteField(writer, quote(heading.LabelOf(sample)));
            foreach ((_, Func<int, string> of) in columns)
                WriteField(writer, quote(of(row)));
            writer.WriteLine();
        }
    }

    private static void WriteField(StreamWriter writer, string text)
    {
        writer.Write(',');
        writer.Write(text);
    }

    // A name twice would make the table unreadable: the later one gets a number.
    private List<string> Headings()
    {
        List<string> names = [SampleHeading.Index];
        if (heading.Paths is not null)
            names.Add(SampleHeading.Path);
        if (heading.Labels is not null)
            names.Add(SampleHeading.Label);
        foreach ((string name, _) in columns)
        {
            string free = name;
            for (int number = 2; names.Contains(free, StringComparer.OrdinalIgnoreCase); number++)
                free = $"{name} {number}";
            names.Add(free);
        }

        return names;
    }
}
