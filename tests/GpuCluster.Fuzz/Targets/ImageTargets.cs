using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Data.Images;
using GpuCluster.Data.Images.Jpeg;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Sources;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of images, of folders and archives of images, and of what lies beside images.</summary>
internal static class ImageTargets
{
    private static readonly string[] CocoWords =
    [
        "\"images\"",
        "\"annotations\"",
        "\"bbox\"",
        "\"file_name\"",
        "\"iscrowd\":1",
        "\"id\":1",
    ];

    public static IEnumerable<FuzzTarget> All() =>
        [
            new(
                "images",
                ["Data.Images.EncodedImage", "Data.Images.ImageSize", "Data.Images.ImageDecoder"],
                () => Samples.Of("pictures", ".png", ".jpg", ".gif", ".bmp", ".webp", ".jfif", ".ico"),
                Decode
            )
            {
                Tokens = ["IHDR", "IDAT", "IEND", "PLTE", "eXIf", "gAMA", "Exif\0\0", "VP8 ", "VP8L", "VP8X", "GIF89a"],
            },
            new("jpeg", ["Data.Images.Jpeg.TurboJpeg"], () => Samples.Of("pictures", ".jpg", ".jfif"), DecodeJpeg)
            {
                Tokens = ["JFIF\0", "Exif\0\0", "ICC_PROFILE\0", "Adobe"],
            },
            new(
                "images-rare",
                ["Data.Sources.SourceFiles"],
                () => [.. Samples.Of("pictures", ".tga", ".psd", ".tif", ".jp2", ".j2k"), .. Samples.Of("pictures/raw", ".dng")],
                Decode
            )
            {
                Tokens = ["8BPS", "II*\0", "MM\0*", "ftyp", "jP  "],
            },
            new("images-heif", [], () => Samples.Of("pictures", ".heic", ".avif"), Decode)
            {
                Tokens = ["ftyp", "meta", "iloc", "ispe", "mdat"],
            },
            new("zip", ["Data.Sources.ZipSource", "Data.Sources.Archives"], () => Samples.Of("archives", ".zip"), Visit.Read),
            new("tar", ["Data.Sources.TarSource", "Data.Sources.UnpackedTar"], () => Samples.Of("archives", ".tar", ".gz"), Visit.Read)
            {
                Tokens = ["ustar", "path=../x\n", "size=99999999999\n", "././@LongLink", "x", "L"],
            },
            new("webdataset", ["Data.Trees.WebDataset"], () => Samples.Of("archives/shards", ".tar"), Visit.Read),
            new(
                "image-list",
                ["Data.Tables.DelimitedText", "Data.Tables.Separator", "Data.Tables.JsonLines"],
                () =>
                    [
                        Samples.Text("list.csv", "path,label,size\na.png,cat,1\n\"b.png\",\"d\"\"og\",2.5\n"),
                        Samples.Text("list.tsv", "file\tclass\na.png\tcat\nb.png\tdog\n"),
                        Samples.Text(
                            "list.jsonl",
                            "{\"path\": \"a.png\", \"label\": \"cat\", \"x\": 1}\n{\"path\": \"b.png\", \"y\": [1]}\n"
                        ),
                    ],
                Visit.Read
            )
            {
                Tokens = ["path", "label", "file_name", "\"x\"", "\r\n"],
                Beside = Pictures,
            },
            new(
                "columns",
                ["Data.Tables.ColumnsFile"],
                () =>
                    [
                        Samples.Text("columns.csv", "index,size,name,tags\n0,1.5,a,x;y\n1,2,b,\n2,,c,x\n3,1e3,d,y\n4,-1,e,z\n"),
                        Samples.Text("columns.tsv", "size\tname\n1,5\ta\n2\tb\n3\tc\n4\td\n5\te\n"),
                    ],
                path => Visit.Read(Path.Combine(Path.GetDirectoryName(path)!, "x.npy"), new DatasetOptions { ColumnsPath = path })
            )
            {
                Beside = () => [Samples.One("f32_5x3.npy", "x.npy")],
                Tokens = ["index", "path", "nan", ",", "\t", ";"],
            },
            new(
                "metadata",
                ["Data.Trees.ImageMetadata"],
                () =>
                    [
                        Samples.Text("metadata.csv", "file_name,label,size\na.png,cat,1\nb.png,dog,2\n"),
                        Samples.Text(
                            "metadata.jsonl",
                            "{\"file_name\": \"a.png\", \"label\": 1}\n{\"file_name\": \"b.png\", \"label\": 2}\n"
                        ),
                    ],
                InFolder
            )
            {
                Beside = Pictures,
            },
            new(
                "coco",
                ["Data.Boxes.CocoFiles"],
                () =>
                    [
                        Samples.Text(
                            "_annotations.coco.json",
                            """
                            {"images": [{"id": 1, "file_name": "a.png", "width": 40, "height": 30}, {"id": 2, "file_name": "b.png"}],
                             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 8, 9.5], "iscrowd": 0}, {"id": 2,
                             "image_id": 2, "category_id": 2, "bbox": [0, 0, 5, 5]}], "categories": [{"id": 1, "name": "cat"}, {"id": 2}]}
                            """
                        ),
                    ],
                Objects
            )
            {
                Beside = Pictures,
                Tokens = CocoWords,
            },
            new(
                "voc",
                ["Data.Boxes.VocFiles"],
                () =>
                    [
                        Samples.Text(
                            "a.xml",
                            """
                            <annotation><filename>a.png</filename><size><width>40</width><height>30</height></size>
                            <object><name>cat</name><bndbox><xmin>2</xmin><ymin>3</ymin><xmax>9</xmax><ymax>9.5</ymax></bndbox></object>
                            <object><name>dog</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object>
                            </annotation>
                            """
                        ),
                    ],
                Objects
            )
            {
                Beside = Pictures,
                Tokens = ["<object>", "</object>", "<!DOCTYPE a [", "<![CDATA[", "&amp;", "&#0;", "<bndbox>"],
            },
            new(
                "yolo",
                ["Data.Boxes.YoloFiles"],
                () =>
                    [
                        Samples.Text("a.txt", "0 0.5 0.5 0.25 0.5\n1 0.1 0.1 0.1 0.1\n"),
                        Samples.Text("data.yaml", "train: images\nnames: [cat, 'do g', \"b\"]\n"),
                        Samples.Text("data.yml", "names:\n  0: cat\n  1: \"dog\"\n  # end\nnc: 2\n"),
                        Samples.Text("classes.txt", "cat\ndog\n"),
                    ],
                Objects
            )
            {
                Beside = () =>
                    [.. Pictures(), Samples.Text("b.txt", "0 0.5 0.5 0.2 0.2\n"), Samples.Text("other.yaml", "names: [cat, dog]\n")],
                Tokens = ["names:", "- ", "{0: cat}", "'", "\"", "&a", "*a"],
            },
            new(
                "video-start",
                ["Data.Readers.VideoFile"],
                () => [new FuzzInput("x.bin", [0, 0, 0, 24, .. "ftypisom"u8, .. new byte[20]])],
                path => VideoFile.Is(path)
            )
            {
                Tokens = ["ftyp", "heic", "moov", "RIFF", "AVI "],
            },
            new("thumbnail-cache", ["Data.Images.ThumbnailCache"], Thumbnail, ReadThumbnail),
        ];

    private static IEnumerable<FuzzInput> Pictures() => [Samples.Picture("a.png"), Samples.Picture("b.png")];

    // Every fault of an image is a reason, and no exception.
    private static void Decode(string path)
    {
        ImageDecoder decoder = new();
        if (!decoder.TryDecode(path, ImageGround.White, 64, out _, out string? reason))
            throw new UnusableInputException(reason);
        ImageSize.Of(new SourceFiles(), path);
    }

    // What is not an ordinary JPEG is left to Skia, and all of them where the library is not installed.
    private static void DecodeJpeg(string path)
    {
        TurboJpeg? jpeg = TurboJpeg.Of(File.ReadAllBytes(path));
        bool isDecoded = jpeg is not null && (long)jpeg.Width * jpeg.Height <= ImageDecoder.MaxPixels && jpeg.TryDecode(jpeg.Pixels(null));
        if (!isDecoded)
            throw new UnusableInputException($"{path}: left to Skia");
    }

    private static void InFolder(string path) => Visit.Read(Path.GetDirectoryName(path)!);

    private static void Objects(string path) =>
        Visit.Read(Path.GetDirectoryName(path)!, new DatasetOptions { Samples = SampleKind.Objects });

    private static IEnumerable<FuzzInput> Thumbnail()
    {
        string folder = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
        try
        {
            new ThumbnailCache(folder).Write("ab01", new byte[1024]);
            return [new FuzzInput("cache/ab/01", File.ReadAllBytes(Path.Combine(folder, "ab", "01")))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ReadThumbnail(string path) =>
        new ThumbnailCache(Path.GetDirectoryName(Path.GetDirectoryName(path))!).TryRead("ab01", new byte[1024]);
}
