using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>
/// Pascal VOC's format: an .xml for each image, beside it or in a folder "Annotations". VOC itself counts pixels from 1 and includes the
/// last one; Roboflow counts them from 1 too; other programs give the edges in pixels from 0, as all other formats do.
/// </summary>
internal static class VocFiles
{
    /// <summary>A longer file is no annotation of one image.</summary>
    private const long MaxCharacters = 1 << 24;

    /// <summary>Reads what a tree has of it.</summary>
    public static void Read(ImageTree tree, ImageNames names, ImageObjects objects, CancellationToken cancellation)
    {
        ILookup<string, string> byStem = tree.Images.ToLookup(StemOf, StringComparer.Ordinal);
        List<string> missing = [];
        List<string> bad = [];
        foreach (string file in tree.Others.Where(file => file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (Parse(tree, file) is not { } annotation)
                    continue;
                objects.AddFile(file, "Pascal VOC");
                int image = ImageOf(file, annotation, byStem, names);
                if (image < 0)
                    missing.Add(file);
                else
                    Add(file, image, annotation, objects);
            }
            catch (Exception e) when (e is XmlException or FormatException)
            {
                bad.Add(file);
            }
        }

        // Without one annotation, other files of XML are no matter of this reader.
        if (objects.Files.Count == 0)
            return;
        if (bad.Count > 0)
            objects.Warn($"{tree.Root}: {bad.Count} .xml files cannot be read as annotations: {Listing.Of(bad)}");
        if (missing.Count > 0)
            objects.Warn($"{tree.Root}: the images of {missing.Count} .xml files are not there: {Listing.Of(missing)}");
    }

    private static XElement? Parse(ImageTree tree, string file)
    {
        using Stream stream = tree.Open(file);
        XmlReaderSettings settings = new()
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxCharacters,
        };
        using XmlReader reader = XmlReader.Create(stream, settings);
        reader.MoveToContent();
        return reader.LocalName == "annotation" && XNode.ReadFrom(reader) is XElement annotation ? annotation : null;
    }

    private static string StemOf(string file)
    {
        int dot = file.LastIndexOf('.');
        return dot > file.LastIndexOf('/') ? file[..dot] : file;
    }

    // The image beside the file comes first: the name in it is often that of the machine where it was drawn.
    private static int ImageOf(string file, XElement annotation, ILookup<string, string> byStem, ImageNames names)
    {
        if (byStem[StemOf(file)].FirstOrDefault() is { } beside)
            return names.Find("", beside);
        string name = annotation.Element("filename")?.Value.Trim() ?? "";
        return names.Find(file, name);
    }

    private static void Add(string file, int image, XElement annotation, ImageObjects objects)
    {
        XElement? size = annotation.Element("size");
        (double width, double height) = (Number(size, "width") ?? 0, Number(size, "height") ?? 0);
        (double first, double last) = EdgesOf(annotation);
        foreach ((int index, XElement each) in annotation.Elements("object").Index())
        {
            XElement? box = each.Element("bndbox");
            if (
                Number(box, "xmin") is { } left
                && Number(box, "ymin") is { } top
                && Number(box, "xmax") is { } right
                && Number(box, "ymax") is { } bottom
            )
            {
                objects.Add(
                    image,
                    new ImageBox(left - first, top - first, right - last - (left - first), bottom - last - (top - first), IsPercent: false),
                    width,
                    height,
                    each.Element("name")?.Value.Trim() ?? "",
                    $"{file}: object {index}"
                );
            }
        }
    }

    // What to subtract from the first and from the last coordinate for the edges in pixels from 0: the program's name stands in the file.
    private static (double First, double Last) EdgesOf(XElement annotation)
    {
        string database = annotation.Element("source")?.Element("database")?.Value ?? "";
        bool Names(string program) => database.Contains(program, StringComparison.OrdinalIgnoreCase);
        return Names("roboflow") ? (1, 1)
            : Names("VOC") ? (1, 0)
            : (0, 0);
    }

    private static double? Number(XElement? parent, string name) =>
        parent?.Element(name) is { } element ? double.Parse(element.Value, NumberStyles.Float, CultureInfo.InvariantCulture) : null;
}
