using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>The samples of a tree of images: the images, or the objects that are marked in them.</summary>
internal sealed class ImageSamples
{
    private readonly ImageTree _tree;
    private readonly ImageObjects? _objects;
    private readonly bool _areObjects;

    private ImageSamples(ImageTree tree, ImageObjects? objects, bool areObjects)
    {
        _tree = tree;
        _objects = objects;
        _areObjects = areObjects;
        ImageOf = areObjects ? [.. objects!.All.Select(each => each.Image)] : [.. Enumerable.Range(0, tree.Images.Count)];
        Addresses = areObjects
            ? [.. objects!.All.Select(each => SourceAddress.OfBox(tree.AddressOf(tree.Images[each.Image]), each.Box))]
            : [.. tree.Images.Select(tree.AddressOf)];
    }

    /// <summary>Where each sample lies.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>The image of each sample, as its place in the tree.</summary>
    public int[] ImageOf { get; }

    /// <summary>What was decided.</summary>
    public IReadOnlyList<DatasetNote> Notes { get; private init; } = [];

    /// <summary>The images are the samples.</summary>
    public static ImageSamples OfImages(ImageTree tree, ImageObjects? objects) =>
        new(tree, objects, areObjects: false)
        {
            Notes = objects is null
                ? []
                :
                [
                    new DatasetNote($"{tree.Root}: {Count(objects)}; the samples are the images, and each object can be one")
                    {
                        Remedies = [new Remedy(Setting.SampleKind, "objects")],
                    },
                ],
        };

    /// <summary>The objects are the samples.</summary>
    /// <exception cref="UnusableInputException">There are none.</exception>
    public static ImageSamples OfObjects(ImageTree tree, ImageObjects objects)
    {
        if (objects.All.Count == 0)
        {
            string why = objects.Warnings.Count > 0 ? $" ({objects.Warnings[0]})" : "";
            throw new UnusableInputException(
                $"{tree.Root}: no objects are marked in its images{why}; give COCO's .json, YOLO's .txt with a data.yaml, or "
                    + "Pascal VOC's .xml beside them, or take the images"
            )
            {
                Remedies = [new Remedy(Setting.SampleKind, "images")],
            };
        }

        return new ImageSamples(tree, objects, areObjects: true)
        {
            Notes = [new DatasetNote($"{tree.Root}: {Count(objects)}; each is a sample")],
        };
    }

    /// <summary>A sample's name for messages.</summary>
    public string NameOf(int sample)
    {
        string image = _tree.Images[ImageOf[sample]];
        return _areObjects ? SourceAddress.OfBox(image, _objects!.All[sample].Box) : image;
    }

    /// <summary>
    /// The classes of some of the samples: those of the objects; of images, if no image has objects of several classes. Else null.
    /// </summary>
    public SampleLabels? LabelsOf(IReadOnlyList<int> samples)
    {
        if (_objects is null)
            return null;
        if (_areObjects)
            return LabelClasses.FromTexts([.. samples.Select(sample => _objects.All[sample].Class)]);
        string[][] classes = ClassesOfImages();
        return Array.TrueForAll(classes, names => names.Length <= 1)
            ? LabelClasses.FromTexts([.. samples.Select(image => classes[image].FirstOrDefault(""))])
            : null;
    }

    /// <summary>Of objects, their image; of images, the number of their objects and the set of their classes.</summary>
    public IEnumerable<SampleColumn> ColumnsOf(IReadOnlyList<int> samples)
    {
        if (_objects is null)
            yield break;
        if (_areObjects)
        {
            yield return new TextColumn("image", [.. samples.Select(sample => _tree.Images[ImageOf[sample]])]);
            yield break;
        }

        double[] counts = new double[_tree.Images.Count];
        foreach (ImageObject each in _objects.All)
            counts[each.Image]++;
        string[][] classes = ClassesOfImages();
        yield return new NumericColumn("objects", [.. samples.Select(image => counts[image])]);
        yield return new TextColumn("classes", [.. samples.Select(image => string.Join(", ", classes[image]))]);
    }

    private static string Count(ImageObjects objects)
    {
        int images = objects.All.Select(each => each.Image).Distinct().Count();
        int classes = objects.All.Select(each => each.Class).Distinct(StringComparer.Ordinal).Count();
        return $"{Counted.Of(objects.All.Count, "object")} of {classes} {(classes == 1 ? "class" : "classes")} "
            + $"{(objects.All.Count == 1 ? "is" : "are")} marked in "
            + $"{Counted.Of(images, "image")} ({objects.Format})";
    }

    private string[][] ClassesOfImages()
    {
        ILookup<int, string> names = _objects!.All.ToLookup(each => each.Image, each => each.Class);
        return
        [
            .. _tree.Images.Select(
                (_, image) =>
                    names[image].Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray()
            ),
        ];
    }
}
