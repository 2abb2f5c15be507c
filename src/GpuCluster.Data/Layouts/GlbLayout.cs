using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Pictures;

namespace GpuCluster.Data.Layouts;

/// <summary>
/// Binary glTF 2.0 (Khronos): one mesh of points with their colours and, where samples have pictures, one of squares that show them from
/// the front, framed in their colours, all unlit (KHR_materials_unlit). A node turns the layout's z axis up, as glTF's y axis is; a flat
/// layout is seen from the front as it is.
/// </summary>
internal sealed class GlbLayout
{
    /// <summary>More pictures would be larger than viewers open; they are left out then.</summary>
    public const int MaxPictures = 50_000;

    /// <summary>Pixels along the side of a texture, which every device takes.</summary>
    private const int SheetEdge = 2048;

    // Numbers of the format.
    private const int Float = 5126,
        UnsignedShort = 5123,
        UnsignedInt = 5125,
        ArrayBuffer = 34962,
        ElementArrayBuffer = 34963,
        Nearest = 9728,
        Linear = 9729,
        ClampToEdge = 33071;
    private const int HeaderBytes = 12;
    private const int ChunkBytes = 8;

    private readonly List<byte[]> _parts = [];
    private readonly JsonArray _views = [];
    private readonly JsonArray _accessors = [];
    private readonly JsonArray _materials = [];
    private readonly JsonArray _images = [];
    private readonly JsonArray _textures = [];
    private readonly JsonArray _samplers = [];
    private long _length;

    private GlbLayout() { }

    /// <summary>Writes the file.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="layout">n positions.</param>
    /// <param name="rgba">n colours, red in the lowest byte, sRGB; null for none.</param>
    /// <param name="thumbnails">The samples' pictures, or null; left out above <see cref="MaxPictures"/>.</param>
    /// <param name="cancellation">Stops between two textures.</param>
    /// <exception cref="MachineFaultException">The file would be longer than the format allows.</exception>
    public static void Write(Stream stream, Layout layout, uint[]? rgba, IThumbnails? thumbnails, CancellationToken cancellation)
    {
        GlbLayout file = new();
        JsonArray meshes = [file.Points(layout, rgba)];
        if (thumbnails is { Edges.Count: > 0 } && layout.Count <= MaxPictures)
            meshes.Add(file.Pictures(layout, rgba, thumbnails, cancellation));
        file.WriteTo(stream, meshes, isFlat: layout.Dims == 2);
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    // Colours of vertices are linear in glTF.
    private static ushort[] Linearised(uint[] rgba)
    {
        ushort[] levels = new ushort[256];
        for (int level = 0; level < levels.Length; level++)
        {
            double value = level / 255.0;
            double linear = value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
            levels[level] = (ushort)Math.Round(linear * ushort.MaxValue);
        }

        return
        [
            .. rgba.SelectMany(colour =>
                new[] { levels[colour & 255], levels[(colour >> 8) & 255], levels[(colour >> 16) & 255], ushort.MaxValue }
            ),
        ];
    }

    private static long Padded(long bytes) => (bytes + 3) / 4 * 4;

    private static Vector3 At(Layout layout, int sample) => layout.PositionOf(sample).AsVector3();

    // The sample's colour around its picture, which hides its point.
    private static void Frame(byte[] tile, int edge, uint colour)
    {
        int width = Math.Max(1, edge / 32);
        Span<uint> pixels = MemoryMarshal.Cast<byte, uint>(tile.AsSpan());
        for (int y = 0; y < edge; y++)
        {
            Span<uint> row = pixels.Slice(y * edge, edge);
            if (y < width || y >= edge - width)
                row.Fill(colour | 0xFF000000);
            row[..width].Fill(colour | 0xFF000000);
            row[^width..].Fill(colour | 0xFF000000);
        }
    }

    private static JsonObject Unlit() =>
        new()
        {
            ["pbrMetallicRoughness"] = new JsonObject { ["metallicFactor"] = 0 },
            ["extensions"] = new JsonObject { ["KHR_materials_unlit"] = new JsonObject() },
        };

    // As wide as the distance of samples that fill a square of the layout's extent evenly.
    private static float SizeOf(Layout layout)
    {
        (Vector3 low, Vector3 high) = (At(layout, 0), At(layout, 0));
        for (int sample = 1; sample < layout.Count; sample++)
            (low, high) = (Vector3.Min(low, At(layout, sample)), Vector3.Max(high, At(layout, sample)));
        Vector3 extent = high - low;
        float size = Math.Max(extent.X, Math.Max(extent.Y, extent.Z)) / MathF.Sqrt(layout.Count);
        return size > 0 ? size : 1;
    }

    private JsonObject Points(Layout layout, uint[]? rgba)
    {
        JsonObject attributes = new() { ["POSITION"] = Positions([.. Enumerable.Range(0, layout.Count).Select(i => At(layout, i))]) };
        if (rgba is not null)
            attributes["COLOR_0"] = Accessor(Bytes(Linearised(rgba)), UnsignedShort, "VEC4", layout.Count, ArrayBuffer, isNormalised: true);
        _materials.Add(Unlit());
        return new JsonObject
        {
            ["name"] = "points",
            ["primitives"] = new JsonArray(
                new JsonObject
                {
                    ["attributes"] = attributes,
                    ["mode"] = 0,
                    ["material"] = 0,
                }
            ),
        };
    }

    private JsonObject Pictures(Layout layout, uint[]? rgba, IThumbnails thumbnails, CancellationToken cancellation)
    {
        int edge = thumbnails.Edges.Last(each => each == thumbnails.Edges[0] || each <= 64),
            cells = SheetEdge / edge;
        JsonArray primitives = [];
        float half = SizeOf(layout) / 2;
        byte[] tile = new byte[edge * edge * 4];
        ReadOnlySpan<int> order = [0, 2, 1, 1, 2, 3];
        for (int first = 0; first < layout.Count; first += cells * cells)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(cells * cells, layout.Count - first),
                rows = ((count - 1) / cells) + 1;
            byte[] pixels = new byte[SheetEdge * rows * edge * 4];
            Vector3[] corners = new Vector3[4 * count];
            Vector2[] places = new Vector2[4 * count];
            uint[] indices = new uint[6 * count];
            for (int i = 0; i < count; i++)
            {
                thumbnails.Read(first + i, edge, tile);
                if (rgba is not null)
                    Frame(tile, edge, rgba[first + i]);
                (int x, int y) = (i % cells * edge, i / cells * edge);
                for (int row = 0; row < edge; row++)
                    tile.AsSpan(row * edge * 4, edge * 4).CopyTo(pixels.AsSpan((((y + row) * SheetEdge) + x) * 4));
                for (int corner = 0; corner < 4; corner++)
                {
                    (float right, float up) = (((corner & 1) * 2) - 1, 1 - (corner & 2));
                    Vector3 away = layout.Dims == 2 ? new Vector3(right, up, 0) : new Vector3(right, 0, up);
                    corners[(4 * i) + corner] = At(layout, first + i) + (half * away);
                    places[(4 * i) + corner] = new Vector2(
                        (x + ((corner & 1) * edge)) / (float)SheetEdge,
                        (y + ((corner >> 1) * edge)) / (float)(rows * edge)
                    );
                }

                for (int at = 0; at < order.Length; at++)
                    indices[(6 * i) + at] = (uint)((4 * i) + order[at]);
            }

            primitives.Add(
                new JsonObject
                {
                    ["attributes"] = new JsonObject
                    {
                        ["POSITION"] = Positions(corners),
                        ["TEXCOORD_0"] = Accessor(Bytes(places), Float, "VEC2", places.Length, ArrayBuffer),
                    },
                    ["indices"] = Accessor(Bytes(indices), UnsignedInt, "SCALAR", indices.Length, ElementArrayBuffer),
                    ["material"] = Textured(PictureEncoder.Png(SheetEdge, rows * edge, pixels)),
                }
            );
        }

        _samplers.Add(
            new JsonObject
            {
                ["magFilter"] = thumbnails.Edges is [.., 32] ? Nearest : Linear,
                ["minFilter"] = Linear,
                ["wrapS"] = ClampToEdge,
                ["wrapT"] = ClampToEdge,
            }
        );
        return new JsonObject { ["name"] = "pictures", ["primitives"] = primitives };
    }

    private int Textured(byte[] png)
    {
        _images.Add(new JsonObject { ["bufferView"] = View(png, target: null), ["mimeType"] = "image/png" });
        _textures.Add(new JsonObject { ["sampler"] = 0, ["source"] = _images.Count - 1 });
        JsonObject material = Unlit();
        material["pbrMetallicRoughness"]!["baseColorTexture"] = new JsonObject { ["index"] = _textures.Count - 1 };
        material["doubleSided"] = true;
        material["alphaMode"] = "MASK";
        _materials.Add(material);
        return _materials.Count - 1;
    }

    private int Positions(Vector3[] positions)
    {
        (Vector3 low, Vector3 high) = (positions[0], positions[0]);
        foreach (Vector3 position in positions)
            (low, high) = (Vector3.Min(low, position), Vector3.Max(high, position));
        int accessor = Accessor(Bytes(positions), Float, "VEC3", positions.Length, ArrayBuffer);
        _accessors[accessor]!["min"] = new JsonArray(low.X, low.Y, low.Z);
        _accessors[accessor]!["max"] = new JsonArray(high.X, high.Y, high.Z);
        return accessor;
    }

    private int Accessor(byte[] bytes, int component, string type, int count, int target, bool isNormalised = false)
    {
        JsonObject accessor = new()
        {
            ["bufferView"] = View(bytes, target),
            ["componentType"] = component,
            ["count"] = count,
            ["type"] = type,
        };
        if (isNormalised)
            accessor["normalized"] = true;
        _accessors.Add(accessor);
        return _accessors.Count - 1;
    }

    private int View(byte[] bytes, int? target)
    {
        JsonObject view = new()
        {
            ["buffer"] = 0,
            ["byteOffset"] = _length,
            ["byteLength"] = bytes.Length,
        };
        if (target is { } use)
            view["target"] = use;
        _views.Add(view);
        _parts.Add(bytes);
        _length += Padded(bytes.Length);
        return _views.Count - 1;
    }

    private void WriteTo(Stream stream, JsonArray meshes, bool isFlat)
    {
        JsonObject root = new()
        {
            ["name"] = "layout",
            ["children"] = new JsonArray([.. meshes.Select((_, i) => JsonValue.Create(i + 1))]),
        };
        if (!isFlat)
            root["rotation"] = new JsonArray(-0.70710677f, 0, 0, 0.70710677f);
        JsonArray nodes = [root, .. meshes.Select((_, i) => new JsonObject { ["mesh"] = i })];
        JsonObject document = new()
        {
            ["asset"] = new JsonObject { ["version"] = "2.0", ["generator"] = "GpuCluster" },
            ["extensionsUsed"] = new JsonArray("KHR_materials_unlit"),
            ["scene"] = 0,
            ["scenes"] = new JsonArray(new JsonObject { ["nodes"] = new JsonArray(0) }),
            ["nodes"] = nodes,
            ["meshes"] = meshes,
            ["materials"] = _materials,
            ["accessors"] = _accessors,
            ["bufferViews"] = _views,
            ["buffers"] = new JsonArray(new JsonObject { ["byteLength"] = _length }),
        };
        if (_images.Count > 0)
            (document["samplers"], document["images"], document["textures"]) = (_samplers, _images, _textures);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(document);
        long length = HeaderBytes + ChunkBytes + Padded(json.Length) + ChunkBytes + _length;
        if (length > uint.MaxValue)
            throw new MachineFaultException($"a .glb of {length} bytes, and the format allows {uint.MaxValue}; take fewer samples");
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("glTF"u8);
        writer.Write(2u);
        writer.Write((uint)length);
        writer.Write((uint)Padded(json.Length));
        writer.Write("JSON"u8);
        writer.Write(json);
        for (int i = json.Length; i < Padded(json.Length); i++)
            writer.Write((byte)' ');
        writer.Write((uint)_length);
        writer.Write("BIN\0"u8);
        foreach (byte[] part in _parts)
        {
            writer.Write(part);
            writer.Write(new byte[Padded(part.Length) - part.Length]);
        }
    }
}
