using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>The objects of a set of images, from files in any of the formats: COCO, YOLO, Pascal VOC.</summary>
internal sealed class ImageObjects
{
    private readonly List<ImageObject> _all = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _outside = [];
    private readonly List<string> _cut = [];
    private readonly ImageTree _tree;

    /// <param name="tree">The images and the files beside them.</param>
    public ImageObjects(ImageTree tree) => _tree = tree;

    /// <summary>The objects, by image and then as the files have them.</summary>
    public IReadOnlyList<ImageObject> All => _all;

    /// <summary>What could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Files that were read as annotations.</summary>
    public HashSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The name of the format.</summary>
    public string Format { get; private set; } = "";

    /// <summary>Reads the annotations of a tree.</summary>
    /// <returns>Without <see cref="Files"/> where it has none; then with warnings of what looks like some and is not usable.</returns>
    public static ImageObjects Of(ImageTree tree, CancellationToken cancellation)
    {
        ImageObjects objects = new(tree);
        ImageNames names = new(tree);
        CocoFiles.Read(tree, names, objects, cancellation);
        if (objects.Files.Count == 0)
            VocFiles.Read(tree, names, objects, cancellation);
        if (objects.Files.Count == 0)
            YoloFiles.Read(tree, objects, cancellation);
        objects.Finish();
        return objects;
    }

    /// <summary>Notes that a file holds annotations.</summary>
    public void AddFile(string file, string format)
    {
        Files.Add(file);
        Format = format;
    }

    /// <summary>Adds a warning.</summary>
    public void Warn(string sentence) => _warnings.Add(sentence);

    /// <summary>Adds an object; its box is cut to the image, and one outside is left out.</summary>
    /// <param name="image">The image's place.</param>
    /// <param name="box">The box as the file has it.</param>
    /// <param name="width">The image's width, 100 for percent; 0 where it is not known.</param>
    /// <param name="height">The image's height in the same way.</param>
    /// <param name="name">Its class.</param>
    /// <param name="place">Where it stands, for messages.</param>
    public void Add(int image, ImageBox box, double width, double height, string name, string place)
    {
        const double Tolerance = 1.01;
        if (width <= 0 || height <= 0)
            (width, height) = (double.MaxValue, double.MaxValue);
        double left = Math.Max(0, box.Left),
            top = Math.Max(0, box.Top);
        double right = Math.Min(width, box.Left + box.Width),
            bottom = Math.Min(height, box.Top + box.Height);
        string shown = $"{place} ({_tree.Images[image]})";
        // Not finite is neither more nor less.
        if (!(right > left) || !(bottom > top))
        {
            _outside.Add(shown);
            return;
        }

        if (
            left - box.Left > Tolerance
            || top - box.Top > Tolerance
            || box.Left + box.Width - right > Tolerance
            || box.Top + box.Height - bottom > Tolerance
        )
        {
            _cut.Add(shown);
        }

        ImageBox inside = box with { Left = left, Top = top, Width = right - left, Height = bottom - top };
        _all.Add(new ImageObject(image, inside, name));
    }

    private void Finish()
    {
        if (_outside.Count > 0)
        {
            _warnings.Add(
                $"{_tree.Root}: {_outside.Count} boxes lie outside of their images or are empty, and are left out: {Listing.Of(_outside)}"
            );
        }

        if (_cut.Count > 0)
            _warnings.Add($"{_tree.Root}: {_cut.Count} boxes reach beyond their images and are cut to them: {Listing.Of(_cut)}");
        ImageObject[] sorted = [.. _all.OrderBy(each => each.Image)];
        _all.Clear();
        _all.AddRange(sorted);
    }
}
