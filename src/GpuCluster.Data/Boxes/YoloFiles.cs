using System.Globalization;
using System.Text;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>
/// YOLO's format: a .txt for each image, beside it or under "labels" where the image is under "images", with an object a line: the number
/// of its class and its box (the middle, the width and the height) or its outline, in shares of the image's sides. A data.yaml, or
/// a list such as classes.txt, names the classes: the nearest one in the folder of the .txt or above.
/// </summary>
internal static class YoloFiles
{
    /// <summary>Lists of classes, one a line, as LabelImg, Label Studio, Roboflow and CVAT call them.</summary>
    private static readonly string[] Lists = ["classes.txt", "_darknet.labels", "obj.names"];

    /// <summary>Describes a set in the layout of Ultralytics; other .yaml files may be anything.</summary>
    private const string SetFile = "data.yaml";

    private const string Remedy = "write names: [cat, dog], or a number and a name on each line, from 0 without gaps";

    private const int BoxFields = 5;
    private const int MaxBytes = 1 << 22;

    /// <summary>Reads what a tree has of it: nothing where no file names the classes.</summary>
    public static void Read(ImageTree tree, ImageObjects objects, CancellationToken cancellation)
    {
        Dictionary<string, IReadOnlyList<string>> all = ClassesOf(tree, objects);
        if (all.Count == 0)
            return;
        HashSet<string> others = [.. tree.Others];
        List<string> bad = [];
        foreach ((int image, string name) in tree.Images.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            if (PlacesOf(name).FirstOrDefault(others.Contains) is not { } file)
                continue;
            objects.AddFile(file, "YOLO");
            IReadOnlyList<string> classes = NearestOf(all, file);
            string[] lines = Text(tree, file).Split('\n');
            for (int i = 0; i < lines.Length; i++)
            {
                string place = $"{file}: line {i + 1}";
                if (!string.IsNullOrWhiteSpace(lines[i]) && !TryAdd(objects, image, lines[i], classes, place))
                    bad.Add(place);
            }
        }

        if (bad.Count > 0)
        {
            objects.Warn(
                $"{tree.Root}: {bad.Count} lines are no object, which is the number of a class and shares from 0 to 1: {Listing.Of(bad)}"
            );
        }
    }

    // By the folder that they lie in; a .yaml before a list of the same folder.
    private static Dictionary<string, IReadOnlyList<string>> ClassesOf(ImageTree tree, ImageObjects objects)
    {
        Dictionary<string, IReadOnlyList<string>> found = new(StringComparer.Ordinal);
        foreach (string file in tree.Others.Where(IsYaml))
        {
            IReadOnlyList<string>? names = YamlNames.Of(Text(tree, file));
            if (names is not null && found.TryAdd(ImageNames.FolderOf(file), names))
                objects.AddFile(file, "YOLO");
            else if (names is null && Path.GetFileName(file).Equals(SetFile, StringComparison.OrdinalIgnoreCase))
                objects.Warn($"{tree.AddressOf(file)}: names no classes in a form that is read; {Remedy}");
        }

        foreach (string file in tree.Others.Where(file => Lists.Contains(file[ImageNames.FolderOf(file).Length..])))
        {
            string[] names = Text(tree, file).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (found.TryAdd(ImageNames.FolderOf(file), names))
                objects.AddFile(file, "YOLO");
        }

        return found;
    }

    // The classes of the nearest folder; where none lies above, those that lie highest.
    private static IReadOnlyList<string> NearestOf(Dictionary<string, IReadOnlyList<string>> classes, string file)
    {
        string? folder = classes.Keys.Where(each => file.StartsWith(each, StringComparison.Ordinal)).MaxBy(each => each.Length);
        return classes[folder ?? classes.Keys.MinBy(each => each.Count(letter => letter == '/'))!];
    }

    private static bool IsYaml(string file) =>
        file.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);

    private static string Text(ImageTree tree, string file)
    {
        using Stream stream = tree.Open(file);
        byte[] bytes = new byte[Math.Min(stream.Length, MaxBytes)];
        stream.ReadExactly(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    // Where the labels of an image may lie: beside it, or in the folder "labels" in place of the last "images".
    private static IEnumerable<string> PlacesOf(string image)
    {
        string stem = image[..image.LastIndexOf('.')];
        int folder = ("/" + stem).LastIndexOf("/images/", StringComparison.Ordinal);
        if (folder >= 0)
            yield return $"{stem[..folder]}labels/{stem[(folder + "images/".Length)..]}.txt";
        yield return $"{stem}.txt";
    }

    private static bool TryAdd(ImageObjects objects, int image, string line, IReadOnlyList<string> classes, string place)
    {
        string[] fields = line.Split([' ', '\t', '\r', ','], StringSplitOptions.RemoveEmptyEntries);
        double[] shares = new double[fields.Length - 1];
        if (!int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return false;
        for (int i = 0; i < shares.Length; i++)
        {
            if (!double.TryParse(fields[i + 1], NumberStyles.Float, CultureInfo.InvariantCulture, out shares[i]))
                return false;
        }

        if (BoxOf(shares) is not { } box)
            return false;
        string name = number < classes.Count ? classes[number] : number.ToString(CultureInfo.InvariantCulture);
        objects.Add(image, box, 100, 100, name, place);
        return true;
    }

    // Five fields are a box, six a box with its confidence, an odd number from seven on a class and the points of an outline.
    private static ImageBox? BoxOf(double[] shares)
    {
        if (shares.Length is BoxFields - 1 or BoxFields)
        {
            (double width, double height) = (shares[2] * 100, shares[3] * 100);
            return new ImageBox((shares[0] * 100) - (width / 2), (shares[1] * 100) - (height / 2), width, height, IsPercent: true);
        }

        if (shares.Length < 6 || shares.Length % 2 != 0)
            return null;
        double[] x = [.. shares.Where((_, i) => i % 2 == 0)];
        double[] y = [.. shares.Where((_, i) => i % 2 == 1)];
        return new ImageBox(x.Min() * 100, y.Min() * 100, (x.Max() - x.Min()) * 100, (y.Max() - y.Min()) * 100, IsPercent: true);
    }
}
