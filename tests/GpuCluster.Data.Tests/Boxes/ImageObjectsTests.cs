using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Boxes;

/// <summary>
/// Boxes in the layouts that COCO, Roboflow, Ultralytics and Pascal VOC have. Each image is 40 x 20 with a red part at (5, 4) of 10 x 8 and
/// a blue one at (24, 10) of 8 x 6 on white.
/// </summary>
public sealed class ImageObjectsTests : IDisposable
{
    private static readonly DatasetOptions Objects = new() { Samples = SampleKind.Objects };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_box_of_COCO_is_a_sample_cut_from_its_image()
    {
        AddImages("train/a.png", "train/b.png", "valid/c.png");
        Write("train/_annotations.coco.json", Coco("a.png b.png", "0,1,5,4,10,8 0,2,24,10,8,6 1,2,24,10,8,6"));
        Write("valid/_annotations.coco.json", Coco("c.png", "0,1,5,4,10,8"));

        ImageFileDataset set = Read(Objects);

        Assert.Equal(
            ["train/a.png#xywh=5,4,10,8", "train/a.png#xywh=24,10,8,6", "train/b.png#xywh=24,10,8,6", "valid/c.png#xywh=5,4,10,8"],
            set.Paths.Select(path => Path.GetRelativePath(_folder.Path, path))
        );
        Assert.Equal(["ball, blue", "car"], set.Labels!.ClassNames);
        Assert.Equal([1, 0, 0, 1], set.Labels.ClassOf);
        Assert.Equal(["train/a.png", "train/a.png", "train/b.png", "valid/c.png"], Texts(set, "image"));
        Assert.Equal(["train", "train", "train", "valid"], Texts(set, "split"));
        AreFlat(set, SKColors.Red, SKColors.Blue, SKColors.Blue, SKColors.Red);
        Assert.Empty(set.Warnings);
        Assert.Contains("4 objects of 2 classes are marked in 3 images (COCO); each is a sample", Assert.Single(set.Notes).Message);
    }

    [Theory]
    [InlineData("\"bbox\": [\"a\", 4, 10, 8], \"category_id\": 1")]
    [InlineData("\"bbox\": [5, 4, 10, 8], \"category_id\": \"car\"")]
    public void A_damaged_file_of_COCO_is_named_and_the_images_stay(string annotation)
    {
        AddImages("a.png", "b.png");
        Write(
            "instances.json",
            "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}], \"categories\": [{\"id\": 1, \"name\": \"car\"}], "
                + $"\"annotations\": [{{\"id\": 7, \"image_id\": 1, {annotation}}}]}}"
        );

        ImageFileDataset set = Read(new DatasetOptions());

        Assert.Equal(2, set.Count);
        Assert.Contains("instances.json: no usable COCO file (", Assert.Single(set.Warnings));
        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() => Read(Objects));
        Assert.Contains("instances.json: no usable COCO file (", refusal.Message);
    }

    [Fact]
    public void An_annotation_of_COCO_without_a_category_has_no_label_and_is_counted()
    {
        AddImages("a.png");
        Write(
            "instances.json",
            "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}], \"categories\": [{\"id\": 0, \"name\": \"car\"}], \"annotations\": ["
                + "{\"id\": 7, \"image_id\": 1, \"category_id\": 0, \"bbox\": [5, 4, 10, 8]}, "
                + "{\"id\": 8, \"image_id\": 1, \"bbox\": [24, 10, 8, 6]}]}"
        );

        ImageFileDataset set = Read(Objects);

        Assert.Equal([0, -1], set.Labels!.ClassOf);
        Assert.Equal(["car"], set.Labels.ClassNames);
        Assert.Contains("1 annotations have no class among its categories, and no label: id 8", Assert.Single(set.Warnings));
    }

    [Theory]
    [InlineData("nc: 2\n")]
    [InlineData("names: {0: car, 7: ball}\n")]
    public void A_data_yaml_without_usable_names_is_named(string yaml)
    {
        AddImages("images/a.png");
        Write("labels/a.txt", "0 0.25 0.4 0.25 0.4\n");
        Write("data.yaml", yaml);

        Assert.Contains("data.yaml: names no classes in a form that is read", Assert.Single(Read(new DatasetOptions()).Warnings));
        Assert.Contains("data.yaml: names no classes", Assert.Throws<UnusableInputException>(() => Read(Objects)).Message);
    }

    [Fact]
    public void Crops_have_thumbnails_sizes_and_hashes_of_their_own()
    {
        AddImages("a.png");
        Write("instances.json", Coco("a.png", "0,1,5,4,10,8 0,2,24,10,8,6"));
        ImageFileDataset set = Read(Objects);

        byte[] tile = new byte[32 * 32 * 4];
        using IThumbnails thumbnails = set.OpenThumbnails();
        Assert.Equal(ThumbnailState.Ready, thumbnails.Read(0, 32, tile));
        Assert.Equal([255, 0, 0, 255], tile.AsSpan(16 * 33 * 4, 4).ToArray());
        Assert.Equal(ThumbnailState.Ready, thumbnails.Read(1, 32, tile));
        Assert.Equal([0, 0, 255, 255], tile.AsSpan(16 * 33 * 4, 4).ToArray());
        Assert.Equal((10, 8), (set.SizeOf(0).Width, set.SizeOf(0).Height));
        byte[][] hashes = [new byte[32], new byte[32]];
        Assert.True(set.OpenImages().TryHash(0, hashes[0], out _));
        Assert.True(set.OpenImages().TryHash(1, hashes[1], out _));
        Assert.NotEqual(hashes[0], hashes[1]);
        Assert.True(set.OpenImages().TryRead(1, 100, out DecodedImage? image, out _));
        Assert.Equal((8, 6), (image.Width, image.Height));
    }

    [Fact]
    public void A_large_image_is_decoded_so_far_that_its_part_is_sharp()
    {
        // Stripes of four pixels: at the scale that the whole image is decoded for its thumbnail they would be grey.
        SKColor Stripes(int x, int y) => x / 4 % 2 == 0 ? SKColors.Black : SKColors.White;
        _folder.Write("big.jpg", Encode(256, 256, Stripes, SKEncodedImageFormat.Jpeg));
        Write("a.coco.json", Coco("big.jpg", "0,1,128,128,32,32"));
        ImageFileDataset set = Read(Objects);
        for (int x = 0; x < 32; x++)
            Assert.InRange(set.Pixels().Span[x * 3], x / 4 % 2 == 0 ? 0 : 215, x / 4 % 2 == 0 ? 40 : 255);
    }

    [Fact]
    public void Boxes_are_those_of_the_upright_image()
    {
        byte[] jpeg = Encode(40, 20, At, SKEncodedImageFormat.Jpeg);
        // Seen upright, the file's image is turned by 90 degrees: 20 x 40.
        _folder.Write("turned.jpg", Oriented(jpeg, 6));
        Write("a.coco.json", Coco("turned.jpg", "0,1,9,6,6,8"));
        ImageFileDataset set = Read(Objects);
        Near(SKColors.Red, new SKColor(set.Pixels().Span[1500], set.Pixels().Span[1501], set.Pixels().Span[1502]), 30);
    }

    [Fact]
    public void Images_keep_the_set_of_their_classes()
    {
        AddImages("train2017/a.png", "train2017/b.png", "val2017/a.png");
        Write("annotations/instances_train2017.json", Coco("a.png b.png", "0,1,5,4,10,8 0,2,24,10,8,6 0,1,1,1,2,2"));
        Write("annotations/instances_val2017.json", Coco("a.png", "0,2,24,10,8,6"));

        ImageFileDataset set = Read(new DatasetOptions());

        Assert.Equal(["ball, blue, car", "", "ball, blue"], Texts(set, "classes"));
        Assert.Equal([3, 0, 1], set.Columns.OfType<NumericColumn>().Single(column => column.Name == "objects").Values);
        Assert.Equal(["train2017", "train2017", "val2017"], Texts(set, "split"));
        Assert.Null(set.Labels);
        DatasetNote note = Assert.Single(set.Notes);
        Assert.Contains("4 objects of 2 classes are marked in 2 images (COCO)", note.Message);
        Assert.Equal(new Remedy(Setting.SampleKind, "objects"), Assert.Single(note.Remedies));

        Write("annotations/instances_train2017.json", Coco("a.png b.png", "0,1,5,4,10,8"));
        Assert.Equal([1, -1, 0], Read(new DatasetOptions()).Labels!.ClassOf);
    }

    [Theory]
    [InlineData("names: ['car', \"ball, blue\"]\nnc: 2\n")]
    [InlineData("path: ../x\nnames:\n  0: car\n  1: \"ball, blue\"  # the second\nnc: 2\n")]
    [InlineData("names:\n- car\n- 'ball, blue'\ntrain: ../train/images\n")]
    [InlineData("names: {0: car, 1: 'ball, blue'}\n")]
    public void YOLO_names_its_classes_in_a_yaml(string yaml)
    {
        AddImages("train/images/a.png", "valid/images/sub/b.png");
        Write("data.yaml", yaml);
        // The middle and the sides in shares; an outline; a box with its confidence.
        Write("train/labels/a.txt", "0 0.25 0.4 0.25 0.4\n1 0.6 0.5 0.8 0.5 0.8 0.8 0.6 0.8\r\n");
        Write("valid/labels/sub/b.txt", "1 0.7 0.65 0.2 0.3 0.99\n");

        ImageFileDataset set = Read(Objects);

        Assert.Equal(["ball, blue", "car"], set.Labels!.ClassNames);
        Assert.Equal([1, 0, 0], set.Labels.ClassOf);
        AreFlat(set, SKColors.Red, SKColors.Blue, SKColors.Blue);
        Assert.Equal((10, 8), (set.SizeOf(0).Width, set.SizeOf(0).Height));
        Assert.Equal((8, 6), (set.SizeOf(2).Width, set.SizeOf(2).Height));
        Assert.Equal(["train", "train", "valid"], Texts(set, "split"));
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void The_nearest_list_of_classes_counts()
    {
        AddImages("one/a.png", "two/b.png", "three/images/c.png");
        Write("classes.txt", "car\nball\n");
        Write("two/classes.txt", "ball\ncar\n");
        Write("three/obj.names", "van\n");
        Write("one/a.txt", "0 0.25 0.4 0.25 0.4\n");
        Write("two/b.txt", "0 0.25 0.4 0.25 0.4\n");
        Write("three/labels/c.txt", "0 0.25 0.4 0.25 0.4\n");
        ImageFileDataset set = Read(Objects);
        Assert.Equal(["one/a.png", "three/images/c.png", "two/b.png"], Texts(set, "image"));
        Assert.Equal(["car", "van", "ball"], set.Labels!.ClassOf.Select(each => set.Labels.ClassNames[each]));
    }

    [Theory]
    [InlineData("The VOC2007 Database", "6", "15", "5,4,10,8")]
    [InlineData("roboflow.ai", "6", "16", "5,4,10,8")]
    [InlineData("Unknown", "5", "15", "5,4,10,8")]
    public void The_first_pixel_of_VOC_is_1_and_its_last_one_is_inside(string database, string left, string right, string box)
    {
        AddImages("a.png");
        (string top, string bottom) = ("5", database.StartsWith('r') ? "13" : "12");
        if (database is "Unknown")
            top = "4";
        Write(
            "a.xml",
            $"<annotation><filename>a.png</filename><source><database>{database}</database></source><size><width>40</width>"
                + $"<height>20</height></size><object><name>car</name><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax>"
                + $"<ymax>{bottom}</ymax></bndbox></object></annotation>"
        );
        ImageFileDataset set = Read(Objects);
        Assert.EndsWith("#xywh=" + box, Assert.Single(set.Paths));
        AreFlat(set, SKColors.Red);
    }

    [Fact]
    public void Lines_that_are_no_object_are_counted()
    {
        AddImages("a.png", "b.png");
        Write("classes.txt", "car\nball\n");
        Write("a.txt", "0 0.25 0.4 0.25 0.4\ncar 0.1 0.1 0.1 0.1\n7 0.7 0.65 0.2 0.3\n0 0.1\n");
        ImageFileDataset set = Read(Objects);
        Assert.Equal(["7", "car"], set.Labels!.ClassNames);
        Assert.Contains(
            "2 lines are no object, which is the number of a class and shares from 0 to 1: a.txt: line 2, a.txt: line 4",
            Assert.Single(set.Warnings)
        );
    }

    [Theory]
    [InlineData("JPEGImages/a.png", "Annotations/a.xml")]
    [InlineData("train/a.png", "train/a.xml")]
    public void VOC_has_a_file_for_each_image(string image, string annotation)
    {
        AddImages(image, Path.GetDirectoryName(image) + "/other.png");
        Write(annotation, Voc("C:/drawn/a.png"));
        if (annotation.StartsWith("Annotations", StringComparison.Ordinal))
            Write(annotation, Voc("a.png"));

        ImageFileDataset set = Read(Objects);

        Assert.Equal(["ball", "car"], set.Labels!.ClassNames);
        Assert.Equal([1, 0], set.Labels.ClassOf);
        AreFlat(set, SKColors.Red, SKColors.Blue);
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void Boxes_outside_and_images_that_are_missing_are_told_in_a_line_each()
    {
        AddImages("a.png");
        Write(
            "x.coco.json",
            Coco("a.png gone.png", "0,1,5,4,10,8 1,1,5,4,10,8 0,2,40,10,8,6 0,2,24,10,0,6 0,2,28,10,100,6 5,2,1,1,1,1 0,1,-8,4,18,8")
        );

        ImageFileDataset set = Read(Objects);

        Assert.Equal(
            ["5,4,10,8", "28,10,12,6", "0,4,10,8"],
            set.Paths.Select(path => path[(path.IndexOf('=', StringComparison.Ordinal) + 1)..])
        );
        Assert.Equal(4, set.Warnings.Count);
        Assert.Contains("x.coco.json: 1 of its 2 images are not there: gone.png", set.Warnings[0]);
        Assert.Contains("1 annotations have no box or no image: id 5", set.Warnings[1]);
        Assert.Contains("2 boxes lie outside of their images or are empty, and are left out: x.coco.json: id 2 (a.png)", set.Warnings[2]);
        Assert.Contains("2 boxes reach beyond their images and are cut to them: x.coco.json: id 4 (a.png)", set.Warnings[3]);
    }

    [Fact]
    public void A_COCO_file_of_other_images_or_none_refuses_objects_and_not_images()
    {
        AddImages("a.png");
        Refusal.Of(_folder.Path, Objects, "no objects are marked in its images;");
        Write("x.json", Coco("b.png c.png", "0,1,5,4,10,8"));
        Refusal.Of(_folder.Path, Objects, "x.json: 2 of its 2 images are not there: b.png, c.png");
        Assert.Equal(1, Read(new DatasetOptions()).Count);
        Refusal.Of(_folder.File("a.png"), Objects, "only a folder or an archive of images has objects");
    }

    [Fact]
    public void Other_json_and_xml_are_no_annotations()
    {
        AddImages("a.png");
        Write("info.json", "{\"info\": {\"images\": 3}}");
        Write(
            "captions.json",
            "{\"images\": [{\"id\": 1, \"file_name\": \"a.png\"}], \"annotations\": [{\"id\": 1, \"image_id\": 1, \"caption\": \"x\"}]}"
        );
        Write("broken.json", "{\"images\": [{\"id\": ");
        Write("feed.xml", "<rss/>");
        Write("bomb.xml", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><annotation>&a;</annotation>");
        Write("settings.yaml", "names: &anchor\n");
        ImageFileDataset set = Read(new DatasetOptions());
        Assert.EndsWith("files that are no images are left out: 3 .json, 2 .xml, 1 .yaml", Assert.Single(set.Notes).Message);
        Assert.Empty(set.Columns);
    }

    [Fact]
    public void Boxes_in_an_archive_are_read_in_place()
    {
        AddImages("a.png");
        Write("_annotations.coco.json", Coco("a.png", "0,1,5,4,10,8 0,2,24,10,8,6"));
        using TemporaryFolder other = new();
        string zip = other.File("export.zip");
        System.IO.Compression.ZipFile.CreateFromDirectory(_folder.Path, zip);
        ImageFileDataset set = Assert.IsType<ImageFileDataset>(DatasetReader.Read(zip, Objects));
        Assert.Equal(zip + "!a.png#xywh=5,4,10,8", set.Paths[0]);
        AreFlat(set, SKColors.Red, SKColors.Blue);
    }

    private static SKColor At(int x, int y) =>
        x is >= 5 and < 15 && y is >= 4 and < 12 ? SKColors.Red
        : x is >= 24 and < 32 && y is >= 10 and < 16 ? SKColors.Blue
        : SKColors.White;

    // Boxes: the image's place, the category, and x, y, width, height.
    private static string Coco(string images, string boxes)
    {
        string[] names = images.Split(' ');
        IEnumerable<string> listed = names.Select(
            (name, i) => $$"""{"id": {{i}}, "license": 1, "file_name": "{{name}}", "height": 20, "width": 40}"""
        );
        if (names[0].StartsWith("big", StringComparison.Ordinal))
            listed = ["""{"id": 0, "file_name": "big.jpg"}"""];
        if (names[0].StartsWith("turned", StringComparison.Ordinal))
            listed = ["""{"id": 0, "file_name": "turned.jpg", "width": 20, "height": 40}"""];
        IEnumerable<string> annotations = boxes
            .Split(' ')
            .Select(box => box.Split(','))
            .Select(
                (box, i) =>
                    $$"""
                        {"id": {{i}}, "image_id": {{box[0]}}, "category_id": {{box[1]}}, "bbox": [{{string.Join(", ", box[2..])}}],
                         "area": 1, "segmentation": [[1, 2, 3.5]], "iscrowd": 0}
                        """
            );
        return $$"""
            {"info": {"year": "2026"}, "categories": [{"id": 1, "name": "car", "supercategory": "x"}, {"id": 2, "name": "ball, blue"}],
             "images": [{{string.Join(", ", listed)}}], "annotations": [{{string.Join(", ", annotations)}}]}
            """;
    }

    private static string Voc(string name) =>
        $"""
            <annotation><folder>x</folder><filename>{name}</filename><size><width>40</width><height>20</height><depth>3</depth></size>
              <object><name>car</name><difficult>0</difficult>
                <bndbox><xmin>5</xmin><xmax>15</xmax><ymin>4</ymin><ymax>12</ymax></bndbox></object>
              <object><name>ball</name><bndbox><xmin>24.0</xmin><ymin>10</ymin><xmax>32</xmax><ymax>16</ymax></bndbox></object>
            </annotation>
            """;

    private static string[] Texts(Dataset set, string name) =>
        set.Columns.OfType<TextColumn>().Single(column => column.Name == name).Values;

    // Every pixel has the colour of the part: no pixel beside it is in the box.
    private static void AreFlat(ImageFileDataset set, params SKColor[] colours)
    {
        Assert.Equal(colours.Length, set.Count);
        ReadOnlySpan<byte> pixels = set.Pixels().Span;
        for (int i = 0; i < pixels.Length; i += 3)
            Assert.Equal(colours[i / 3072], new SKColor(pixels[i], pixels[i + 1], pixels[i + 2]));
    }

    private ImageFileDataset Read(DatasetOptions options) => Assert.IsType<ImageFileDataset>(DatasetReader.Read(_folder.Path, options));

    private void AddImages(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            _folder.Write(name, Encode(40, 20, At, SKEncodedImageFormat.Png));
        }
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
        _folder.Write(name, Encoding.UTF8.GetBytes(text));
    }
}
