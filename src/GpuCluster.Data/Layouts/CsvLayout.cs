using System.Text;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>index,x,y[,z][,label] in UTF-8, RFC 4180 quoting; numbers are the shortest text that reads back to the same float32.</summary>
internal static class CsvLayout
{
    private const int RowsPerBlock = 4096;

    public static void Write(Stream stream, Layout layout, SampleLabels? labels, bool forSpreadsheet, CancellationToken cancellation)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        string[] names = labels is null ? [] : [.. labels.ClassNames.Select(CsvField.Quoting(forSpreadsheet))];
        writer.Write("index,x,y");
        if (layout.Dims == 3)
            writer.Write(",z");
        if (labels is not null)
            writer.Write(",label");
        writer.WriteLine();
        Span<char> number = stackalloc char[32];
        for (int i = 0; i < layout.Count; i++)
        {
            if (i % RowsPerBlock == 0)
                cancellation.ThrowIfCancellationRequested();
            Append(writer, i, number);
            foreach (float value in layout.Of(i))
            {
                writer.Write(',');
                Append(writer, value, number);
            }

            if (labels is not null)
            {
                writer.Write(',');
                if (labels.ClassOf[i] >= 0)
                    writer.Write(names[labels.ClassOf[i]]);
            }

            writer.WriteLine();
        }
    }

    private static void Append<T>(StreamWriter writer, T value, Span<char> text)
        where T : ISpanFormattable
    {
        value.TryFormat(text, out int length, default, System.Globalization.CultureInfo.InvariantCulture);
        writer.Write(text[..length]);
    }
}
