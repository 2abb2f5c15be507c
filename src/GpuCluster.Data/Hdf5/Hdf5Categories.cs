using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using PureHDF;

namespace GpuCluster.Data.Hdf5;

/// <summary>A group of codes and categories, as anndata stores a categorical column of pandas: a column of text.</summary>
internal sealed class Hdf5Categories : NamedArray
{
    private readonly Hdf5Array _codes;
    private readonly Hdf5Array _categories;

    private Hdf5Categories(string name, Hdf5Array codes, Hdf5Array categories)
        : base(name, codes.Place, [.. codes.Shape], "categories", null) => (_codes, _categories) = (codes, categories);

    /// <inheritdoc/>
    public override bool IsReadable => true;

    /// <summary>The column of a group; null if it holds something else.</summary>
    public static Hdf5Categories? TryOf(string name, IH5Group group, Hdf5Source source)
    {
        if (!group.LinkExists("codes") || !group.LinkExists("categories"))
            return null;
        Hdf5Array? Below(string below)
        {
            IH5Object child = group.Get(below);
            source.CheckInside(child, $"{name}/{below}");
            return child is IH5Dataset dataset ? new Hdf5Array($"{name}/{below}", dataset, source) : null;
        }

        return
            Below("codes") is { Type: not null, Shape.Count: 1 } codes
            && Below("categories") is { IsReadable: true, Shape.Count: 1 } categories
            ? new Hdf5Categories(name, codes, categories)
            : null;
    }

    /// <inheritdoc/>
    public override Stream Open(CancellationToken cancellation) => throw new InvalidOperationException($"{Place} holds no numbers.");

    /// <inheritdoc/>
    public override SampleColumn Column(string heading, CancellationToken cancellation)
    {
        SampleColumn names = _categories.Column(heading, cancellation);
        SampleColumn codes = _codes.Column(heading, cancellation);
        string[] texts = new string[codes.Count];
        for (int row = 0; row < texts.Length; row++)
        {
            double code = ((NumericColumn)codes).Values[row];
            if (code >= names.Count)
            {
                throw new UnusableInputException(
                    $"{Place}: row {row} is of category {code}, and there are {names.Count}; write the file again"
                );
            }

            texts[row] = code >= 0 ? names.TextOf((int)code) : "";
        }

        return new TextColumn(heading, texts);
    }
}
