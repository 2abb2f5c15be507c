using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using StbImageSharp;

namespace GpuCluster.Data.Tests.Layouts;

/// <summary>.glb, read here by Khronos' description and with none of the program's code.</summary>
public sealed class GlbTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-glb-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "x.glb");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Points_have_their_positions_and_linear_colours()
    {
        LayoutWriter.Write(Path, new Layout(3, 3, [1, 2, 3, -4, 5, 6, 7, 8, -9]), rgba: [0xFF0000FF, 0xFF808080, 0xFFFF0000]);

        (JsonNode json, byte[] binary) = Read();

        JsonNode points = json["meshes"]![0]!["primitives"]![0]!;
        Assert.Equal(0, (int)points["mode"]!);
        float[] positions = [1, 2, 3, -4, 5, 6, 7, 8, -9],
            low = [-4, 2, -9],
            high = [7, 8, 6];
        ushort[] colours = [65535, 0, 0, 65535, 14146, 14146, 14146, 65535, 0, 0, 65535, 65535];
        Assert.Equal(positions, Values<float>(json, binary, (int)points["attributes"]!["POSITION"]!));
        Assert.Equal(colours, Values<ushort>(json, binary, (int)points["attributes"]!["COLOR_0"]!));
        JsonNode accessor = json["accessors"]![(int)points["attributes"]!["POSITION"]!]!;
        Assert.Equal(low, accessor["min"]!.AsArray().Select(value => (float)value!));
        Assert.Equal(high, accessor["max"]!.AsArray().Select(value => (float)value!));
        Assert.Null(json["images"]);
    }

    [Fact]
    public void Each_sample_has_a_square_of_its_own_picture_around_its_position()
    {
        Layout layout = new(5, 2, [0, 0, 1, 0, 0, 1, 1, 1, 0.5f, 0.5f]);
        using FivePictures pictures = new();
        byte[] green = [0, 200, 0, 255];

        LayoutWriter.Write(Path, layout, rgba: [.. Enumerable.Repeat(0xFF00C800u, 5)], thumbnails: pictures);

        (JsonNode json, byte[] binary) = Read();
        JsonNode primitive = json["meshes"]![1]!["primitives"]![0]!;
        float[] corners = Values<float>(json, binary, (int)primitive["attributes"]!["POSITION"]!),
            places = Values<float>(json, binary, (int)primitive["attributes"]!["TEXCOORD_0"]!);
        Assert.Equal(30, Values<uint>(json, binary, (int)primitive["indices"]!).Length);
        JsonNode view = json["bufferViews"]![(int)json["images"]![0]!["bufferView"]!]!;
        ImageResult image = ImageResult.FromMemory(
            binary.AsSpan((int)view["byteOffset"]!, (int)view["byteLength"]!).ToArray(),
            ColorComponents.RedGreenBlueAlpha
        );
        for (int sample = 0; sample < 5; sample++)
        {
            for (int axis = 0; axis < 2; axis++)
            {
                float middle = Enumerable.Range(0, 4).Average(corner => corners[(((4 * sample) + corner) * 3) + axis]);
                Assert.Equal(layout.Of(sample)[axis], middle, 5);
            }

            // The first corner is the top left one, and the last the opposite one.
            double u = (places[8 * sample] + places[(8 * sample) + 6]) / 2,
                v = (places[(8 * sample) + 1] + places[(8 * sample) + 7]) / 2;
            int at = (((int)(v * image.Height) * image.Width) + (int)(u * image.Width)) * 4;
            Assert.Equal(FivePictures.RedOf(sample), image.Data[at]);
            // At its corner is its colour, green.
            int rim = (((int)(places[(8 * sample) + 1] * image.Height) * image.Width) + (int)(places[8 * sample] * image.Width)) * 4;
            Assert.Equal(green, image.Data[rim..(rim + 4)]);
            Assert.True(corners[12 * sample] < corners[(12 * sample) + 9] && corners[(12 * sample) + 1] > corners[(12 * sample) + 10]);
        }
    }

    private static T[] Values<T>(JsonNode json, byte[] binary, int index)
        where T : unmanaged
    {
        JsonNode accessor = json["accessors"]![index]!,
            view = json["bufferViews"]![(int)accessor["bufferView"]!]!;
        int width = (string)accessor["type"]! switch
        {
            "SCALAR" => 1,
            "VEC2" => 2,
            "VEC3" => 3,
            _ => 4,
        };
        Assert.Equal(0, (int)view["byteOffset"]! % 4);
        return MemoryMarshal
            .Cast<byte, T>(binary.AsSpan((int)view["byteOffset"]!, (int)view["byteLength"]!))[..((int)accessor["count"]! * width)]
            .ToArray();
    }

    private (JsonNode Json, byte[] Binary) Read()
    {
        byte[] file = File.ReadAllBytes(Path);
        Assert.Equal("glTF"u8.ToArray(), file[..4]);
        Assert.Equal((2, file.Length), (Int(4), Int(8)));
        int length = Int(12),
            from = 20 + length;
        Assert.Equal("JSON"u8.ToArray(), file[16..20]);
        Assert.Equal("BIN\0"u8.ToArray(), file[(from + 4)..(from + 8)]);
        Assert.Equal(file.Length, from + 8 + Int(from));
        return (JsonNode.Parse(file.AsSpan(20, length))!, file[(from + 8)..]);
        int Int(int at) => BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
    }

    private sealed class FivePictures : IThumbnails
    {
        public int Count => 5;

        public IReadOnlyList<int> Edges => [32];

        public static byte RedOf(int sample) => (byte)(40 * (sample + 1));

        public string NameOf(int index) => $"{index}";

        public ThumbnailState Read(int index, int edge, Span<byte> rgba)
        {
            for (int at = 0; at < rgba.Length; at += 4)
                (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]) = (RedOf(index), 0, 0, 255);
            return ThumbnailState.Ready;
        }

        public void Dispose() { }
    }
}
