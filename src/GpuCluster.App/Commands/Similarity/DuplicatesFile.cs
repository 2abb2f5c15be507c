using System.Globalization;
using System.Text;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;
using GpuCluster.Panels.Sheets;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>
/// The groups of `duplicates` in a file: a row for each member (.csv), the JSON of --json (.json), or a contact sheet (.png).
/// </summary>
internal static class DuplicatesFile
{
    /// <summary>Refuses a name or a place that cannot be used, before any work.</summary>
    public static void Check(string path)
    {
        if (FormatOf(path) is not (".csv" or ".json" or ".png"))
            throw new UnusableInputException($"{path}: unknown format '{Path.GetExtension(path)}'; end the name in .csv, .json or .png");
        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, DuplicatesReport report, bool forSpreadsheet, RunContext context)
    {
        if (FormatOf(path) == ".png")
        {
            WriteSheet(path, report, context);
            return;
        }

        AtomicFile.Write(
            path,
            stream =>
            {
                using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
                {
                    NewLine = "\n",
                };
                if (FormatOf(path) == ".json")
                    JsonLine.Write(writer, report.ToJson());
                else
                    WriteRows(writer, report, CsvField.Quoting(forSpreadsheet), context.Cancellation);
            },
            context.Cancellation
        );
    }

    private static string FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static void WriteRows(StreamWriter writer, DuplicatesReport report, Func<string, string> quote, CancellationToken cancellation)
    {
        writer.WriteLine("group,kind,index,path,label,keep,copy_of,min_cosine,mean_cosine");
        for (int i = 0; i < report.Found.Groups.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            DuplicateGroup group = report.Found.Groups[i];
            foreach (int member in group.Group.Members)
            {
                string[] fields =
                [
                    Text(i),
                    group.IsExact ? "exact" : "near",
                    Text(member),
                    report.Dataset.Paths?[member] ?? "",
                    SampleTexts.LabelOf(report.Dataset, member) ?? "",
                    member == report.Keep[i] ? "1" : "0",
                    report.CopyOf(member) is { } original ? Text(original) : "",
                    Text(group.Group.MinCosine),
                    Text(group.Group.MeanCosine),
                ];
                writer.WriteLine(string.Join(',', fields.Select(quote)));
            }
        }
    }

    private static void WriteSheet(string path, DuplicatesReport report, RunContext context)
    {
        using SheetThumbnails pictures = new(report.Dataset);
        SheetSection[] sections =
        [
            .. report.Found.Groups.Zip(
                report.Keep,
                (group, keep) =>
                    new SheetSection(
                        DuplicatesReport.Describe(group),
                        [
                            .. group
                                .Group.Members.Take(ContactSheet.MaxOfSection + 1)
                                .Select(member => pictures.EntryOf(member, member == keep ? "keep" : "", member == keep)),
                        ]
                    )
            ),
        ];
        int drawn = 0;
        AtomicFile.Write(
            path,
            stream => drawn = ContactSheet.Write(stream, report.Summary, sections, context.Progress.Warn, context.Cancellation),
            context.Cancellation
        );
        if (drawn < sections.Length)
        {
            context.Progress.Warn(
                $"{path}: the sheet has room for {drawn} of {sections.Length} groups, the largest; a .csv or .json has all"
            );
        }
    }

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
