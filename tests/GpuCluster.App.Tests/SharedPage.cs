using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>A shared page, taken apart by the format's description and with none of the program's code.</summary>
internal sealed class SharedPage(string text)
{
    public string Text => text;

    public JsonNode Facts => JsonNode.Parse(Block("cloud-facts"))!;

    /// <summary>The row of each point.</summary>
    public int[] Rows => Numbers<int>("cloud-rows");

    /// <summary>Three coordinates a point, the widest axis from -0.5 to 0.5.</summary>
    public double[] Positions => [.. Numbers<ushort>("cloud-positions").Select(word => (word / 65535.0) - 0.5)];

    public static SharedPage Read(string folder) => new(File.ReadAllText(Path.Combine(folder, "index.html")));

    public bool Has(string id) => text.Contains($"<script id=\"{id}\"", StringComparison.Ordinal);

    public string Block(string id)
    {
        int start = text.IndexOf($"<script id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(start >= 0, id);
        start = text.IndexOf('>', start) + 1;
        return text[start..text.IndexOf("</script>", start, StringComparison.Ordinal)];
    }

    public T[] Numbers<T>(string id)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Convert.FromBase64String(Block(id))).ToArray();

    /// <summary>Three coordinates a point of each recorded epoch, by ascending epochs; the last is the finished layout.</summary>
    public double[][] Epochs()
    {
        int count = Rows.Length,
            frames = Facts["epochs"]!.AsArray().Count;
        double[][] all = new double[frames][];
        all[^1] = Positions;
        short[] next = [.. Numbers<ushort>("cloud-positions").Select(word => (short)((word / 32) - 1024))];
        for (int frame = frames - 2; frame >= 0; frame--)
        {
            byte[] planes = Inflate(Convert.FromBase64String(Block($"epoch-{frame}")));
            Assert.Equal(1 + (6 * count), planes.Length);
            short[] now = new short[3 * count];
            for (int axis = 0; axis < 3; axis++)
            {
                int sum = 0;
                for (int point = 0; point < count; point++)
                {
                    int at = 1 + (axis * count) + point,
                        word = planes[at] + (256 * planes[at + (3 * count)]),
                        difference = word % 2 == 0 ? word / 2 : -(word + 1) / 2;
                    sum = planes[0] == 1 ? sum + difference : difference;
                    now[(3 * point) + axis] = unchecked((short)(next[(3 * point) + axis] + sum));
                }
            }

            all[frame] = [.. now.Select(value => value / 2048.0)];
            next = now;
        }

        return all;
    }

    public static byte[] Inflate(byte[] packed)
    {
        using ZLibStream stream = new(new MemoryStream(packed), CompressionMode.Decompress);
        using MemoryStream plain = new();
        stream.CopyTo(plain);
        return plain.ToArray();
    }
}
