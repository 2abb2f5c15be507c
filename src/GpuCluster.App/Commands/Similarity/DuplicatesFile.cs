using System.Text;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;
using GpuCluster.Panels.Sheets;

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

        if (FormatOf(path) == ".csv")
        {
            int[] groupOf = [.. report.Found.Groups.SelectMany((group, i) => Enumerable.Repeat(i, group.Group.Members.Length))];
            int[] samples = [.. report.Found.Groups.SelectMany(group => group.Group.Members)];
            Table(report, groupOf, samples, forSpreadsheet).Write(path, samples, context.Cancellation);
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
                JsonLine.Write(writer, report.ToJson());
            },
            context.Cancellation
        );
    }

    private static string FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static SampleTable Table(DuplicatesReport report, int[] groupOf, int[] samples, bool forSpreadsheet)
    {
        DuplicateGroup Group(int row) => report.Found.Groups[groupOf[row]];
        return new SampleTable(
            SampleHeading.Of(report.Dataset),
            [
                ("group", row => SampleTable.Text(groupOf[row])),
                ("kind", row => Group(row).IsExact ? "exact" : "near"),
                ("keep", row => samples[row] == report.Keep[groupOf[row]] ? "1" : "0"),
                (
                    "copy_of",
                    row => report.CopyOf(samples[row]) is { } original ? SampleTable.Text(report.Dataset.Rows.RowOf(original)) : ""
                ),
                ("min_cosine", row => SampleTable.Text(Group(row).Group.MinCosine)),
                ("mean_cosine", row => SampleTable.Text(Group(row).Group.MeanCosine)),
            ]
        )
        {
            ForSpreadsheet = forSpreadsheet,
        };
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
}
