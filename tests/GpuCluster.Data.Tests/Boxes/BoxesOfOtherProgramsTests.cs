using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Boxes;

/// <summary>
/// Folders that Roboflow's exporter and labelme's converter wrote (fixtures/boxes). The images are those of
/// <see cref="ImageObjectsTests"/>: a red car at (5, 4) of 10 x 8, a blue ball at (24, 10) of 8 x 6.
/// </summary>
public sealed class BoxesOfOtherProgramsTests
{
    private static readonly DatasetOptions Objects = new() { Samples = SampleKind.Objects };

    [Theory]
    [InlineData("roboflow-coco", "COCO")]
    [InlineData("roboflow-coco-outlines", "COCO")]
    [InlineData("roboflow-yolo", "YOLO")]
    [InlineData("roboflow-yolo-outlines", "YOLO")]
    [InlineData("roboflow-darknet", "YOLO")]
    [InlineData("roboflow-voc", "Pascal VOC")]
    public void An_export_of_Roboflow_has_the_boxes_that_were_drawn(string folder, string format)
    {
        ImageFileDataset set = Read(folder, Objects);

        Assert.Equal(["ball", "car"], set.Labels!.ClassNames);
        Assert.Equal([1, 0, 0, 1], set.Labels.ClassOf);
        Assert.Equal(["train", "train", "train", "valid"], Texts(set, "split"));
        Assert.Equal(["a.png", "a.png", "b.png", "c.png"], Texts(set, "image").Select(name => Path.GetFileName(name)));
        Assert.Equal([(10, 8), (8, 6), (8, 6), (10, 8)], Enumerable.Range(0, 4).Select(i => (set.SizeOf(i).Width, set.SizeOf(i).Height)));
        AreFlat(set, SKColors.Red, SKColors.Blue, SKColors.Blue, SKColors.Red);
        Assert.Empty(set.Warnings);
        Assert.Contains($"4 objects of 2 classes are marked in 3 images ({format})", set.Notes[0].Message);
    }

    [Fact]
    public void Its_images_keep_their_classes_and_one_without_a_box_stays()
    {
        ImageFileDataset set = Read("roboflow-yolo", new DatasetOptions());
        Assert.Equal(["ball, car", "ball", "car", ""], Texts(set, "classes"));
        Assert.Equal(["train", "train", "valid", "valid"], Texts(set, "split"));
    }

    [Fact]
    public void Its_table_of_classes_gives_each_image_the_names_of_its_classes()
    {
        ImageFileDataset set = Read("roboflow-multiclass", new DatasetOptions());
        Assert.Equal(["ball, car", "ball", "car", ""], Texts(set, "classes"));
        Assert.Equal(["train", "train", "valid", "valid"], Texts(set, "split"));
        Assert.Empty(set.Warnings);
    }

    [Fact]
    public void The_boxes_of_labelme_begin_at_0()
    {
        ImageFileDataset set = Read("labelme", Objects);
        Assert.Equal(["ball", "car"], set.Labels!.ClassNames);
        Assert.Equal([1, 0], set.Labels.ClassOf);
        Assert.Equal(["a.jpg#xywh=5,4,10,8", "a.jpg#xywh=24,10,8,6"], set.Paths.Select(path => Path.GetFileName(path)));
        ReadOnlySpan<byte> pixels = set.Pixels().Span;
        int middle = 3 * ((16 * 32) + 16);
        Near(SKColors.Red, new SKColor(pixels[middle], pixels[middle + 1], pixels[middle + 2]), 30);
        Near(SKColors.Blue, new SKColor(pixels[3072 + middle], pixels[3073 + middle], pixels[3074 + middle]), 30);
    }

    private static ImageFileDataset Read(string folder, DatasetOptions options) =>
        Assert.IsType<ImageFileDataset>(DatasetReader.Read(Path.Combine(AppContext.BaseDirectory, "fixtures", "boxes", folder), options));

    private static string[] Texts(Dataset set, string name) =>
        set.Columns.OfType<TextColumn>().Single(column => column.Name == name).Values;

    // Every pixel has the colour of the part: the box is not one pixel wider.
    private static void AreFlat(ImageFileDataset set, params SKColor[] colours)
    {
        Assert.Equal(colours.Length, set.Count);
        ReadOnlySpan<byte> pixels = set.Pixels().Span;
        for (int i = 0; i < pixels.Length; i += 3)
            Assert.Equal(colours[i / 3072], new SKColor(pixels[i], pixels[i + 1], pixels[i + 2]));
    }
}
