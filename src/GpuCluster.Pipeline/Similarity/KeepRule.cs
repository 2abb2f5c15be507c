using System.Diagnostics.CodeAnalysis;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Images;
using GpuCluster.Data.Pictures;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>
/// Which member of a group of duplicates to keep: criteria in order, each of which decides where those before it do not. What none decides,
/// of files the first, of other samples the centre of a star or the first of a connected group.
/// </summary>
public sealed class KeepRule
{
    /// <summary>Sharpness below this share of the sharpest is less; what is above is noise.</summary>
    private const double EqualSharpness = 0.9;

    /// <summary>Formats from what cameras write to what is made of it; others come last.</summary>
    private static readonly string[] Formats =
    [
        "RAW",
        "DNG",
        "HEIC",
        "AVIF",
        "TIFF",
        "PSD",
        "PNG",
        "JPEG 2000",
        "WebP",
        "JPEG",
        "BMP",
        "GIF",
    ];

    /// <summary>A rule.</summary>
    /// <param name="criteria">In order; none keeps the first or the centre.</param>
    public KeepRule(IReadOnlyList<KeepCriterion> criteria) => Criteria = [.. criteria];

    /// <summary>
    /// Of files the picture of most pixels, of those the file of most bytes, of those the first. Of rows of one file, which are all alike
    /// in size, the centre or the first.
    /// </summary>
    public static KeepRule Default { get; } = new([KeepCriterion.Larger, KeepCriterion.Bytes]);

    /// <summary>The names of all criteria.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<KeepCriterion>().Select(NameOf)];

    /// <summary>The criteria, in order.</summary>
    public IReadOnlyList<KeepCriterion> Criteria { get; }

    /// <summary>The name of a criterion, for example "larger".</summary>
    /// <param name="criterion">The criterion.</param>
    public static string NameOf(KeepCriterion criterion) => criterion.ToString().ToLowerInvariant();

    /// <summary>Reads a list of names.</summary>
    /// <param name="text">Names with commas between them, for example "larger,sharper".</param>
    /// <param name="rule">The rule.</param>
    /// <param name="fault">What is wrong and what there is, without the text; null if it was read.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out KeepRule? rule, [NotNullWhen(false)] out string? fault)
    {
        List<KeepCriterion> criteria = [];
        (rule, fault) = (null, null);
        foreach (string name in text.Split(','))
        {
            int place = Names.ToList().FindIndex(known => known.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
            if (place < 0)
                fault = $"unknown rule '{name.Trim()}'; use {string.Join(", ", Names)}, with commas between them";
            else if (criteria.Contains((KeepCriterion)place))
                fault = $"'{Names[place]}' stands there twice; give each rule once";
            else
                criteria.Add((KeepCriterion)place);

            if (fault is not null)
                return false;
        }

        rule = new KeepRule(criteria);
        return true;
    }

    /// <summary>Refuses data that has nothing that a criterion compares.</summary>
    /// <param name="dataset">The samples.</param>
    /// <exception cref="UnusableInputException">A criterion of pictures for samples without, or of files for others.</exception>
    public void Check(Dataset dataset)
    {
        PictureFiles? files = PictureFiles.Of(dataset);
        foreach (KeepCriterion criterion in Criteria)
        {
            bool applies = criterion switch
            {
                KeepCriterion.First or KeepCriterion.Centre => true,
                KeepCriterion.Larger or KeepCriterion.Sharper => files is not null,
                _ => files is { AreFiles: true },
            };
            if (!applies)
            {
                throw new UnusableInputException(
                    $"{dataset.Name}: {dataset.Shape} are no image files, which the rule '{NameOf(criterion)}' compares; "
                        + "give a folder or a list of images, or use first or centre"
                )
                {
                    Remedies = [new Remedy(Setting.Keep)],
                };
            }
        }
    }

    /// <summary>The rule in words.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="linkage">How they were grouped.</param>
    public string Describe(Dataset dataset, GroupLinkage linkage)
    {
        string last =
            dataset is ImageFileDataset || (linkage == GroupLinkage.Connected) ? Words(KeepCriterion.First) : Words(KeepCriterion.Centre);
        IEnumerable<string> words = FilesOf(dataset) is null && this == Default ? [] : Criteria.Select(Words);
        return string.Join(", then ", words.Append(last).Distinct());
    }

    /// <summary>Chooses the sample to keep.</summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="members">Indices of a group, 1 or more; the centre of a star first, else ascending.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One of the members.</returns>
    public int Choose(Dataset dataset, int[] members, CancellationToken cancellation = default)
    {
        PictureFiles? files = FilesOf(dataset);
        int[] left = members;
        foreach (KeepCriterion criterion in Criteria)
        {
            if (left.Length > 1)
                left = Best(criterion, files, left, members[0], cancellation);
        }

        return dataset is ImageFileDataset ? left.Min() : left[0];
    }

    // The files that vectors were made of may be gone, so that they decide only where that was asked for.
    private PictureFiles? FilesOf(Dataset dataset) => this == Default && dataset is not ImageFileDataset ? null : PictureFiles.Of(dataset);

    private static int[] Best(KeepCriterion criterion, PictureFiles? files, int[] members, int centre, CancellationToken cancellation)
    {
        if (criterion == KeepCriterion.First)
            return [members.Min()];
        if (criterion == KeepCriterion.Centre)
            return members.Contains(centre) ? [centre] : members;
        if (files is null)
            return members;
        if (criterion == KeepCriterion.Sharper)
            return Sharpest(files, members, cancellation);
        if (criterion == KeepCriterion.Folder)
        {
            string folder = files.FolderOf(members.MinBy(member => member));
            return [.. members.Where(member => files.FolderOf(member) == folder)];
        }

        (int Member, ImageSize Size)[] sizes = [.. members.Select(member => (member, files.SizeOf(member, cancellation)))];
        long best = sizes.Max(each => WorthOf(criterion, each.Size));
        return [.. sizes.Where(each => WorthOf(criterion, each.Size) == best).Select(each => each.Member)];
    }

    // A file that is gone is worth the least by every criterion.
    private static long WorthOf(KeepCriterion criterion, ImageSize size) =>
        criterion switch
        {
            KeepCriterion.Larger => size.Pixels,
            KeepCriterion.Bytes => size.Bytes,
            KeepCriterion.Older => size.Changed is { } changed ? -changed.UtcTicks : long.MinValue,
            _ => size.Format is not { } format ? -Formats.Length - 1
            : Array.IndexOf(Formats, format) is >= 0 and int place ? -place
            : -Formats.Length,
        };

    private static int[] Sharpest(PictureFiles files, int[] members, CancellationToken cancellation)
    {
        int edge = members
            .Select(member => files.SizeOf(member, cancellation))
            .Where(size => size.Pixels > 0)
            .Select(size => Math.Max(size.Width, size.Height))
            .Append(PictureFocus.MaxEdge)
            .Min();
        (int Member, double Sharpness)[] all =
        [
            .. members.Select(member => (member, PictureFocus.Of(files, member, edge, cancellation) ?? double.NegativeInfinity)),
        ];
        double best = all.Max(each => each.Sharpness);
        return [.. all.Where(each => each.Sharpness >= EqualSharpness * best).Select(each => each.Member)];
    }

    private static string Words(KeepCriterion criterion) =>
        criterion switch
        {
            KeepCriterion.Larger => "the most pixels",
            KeepCriterion.Bytes => "the most bytes",
            KeepCriterion.Sharper => "the sharpest",
            KeepCriterion.Format => "the format nearest to the camera's",
            KeepCriterion.Older => "the oldest file",
            KeepCriterion.Folder => "the first folder",
            KeepCriterion.First => "the first",
            _ => "the centre of the star",
        };
}
