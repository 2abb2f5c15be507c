using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Tests.Images;

/// <summary>Pictures of noise that count how often they are decoded; some of them damaged.</summary>
internal sealed class MemoryImages(int count, int edge, params int[] damaged) : IImageSource
{
    private int _decoded;

    public int Decoded => _decoded;

    public int Count => count;

    public string NameOf(int index) => $"memory[{index}]";

    public byte[] Rgba(int index)
    {
        byte[] rgba = new byte[edge * edge * 4];
        new Random(index).NextBytes(rgba);
        return rgba;
    }

    public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        SHA256.HashData(Rgba(index), hash);
        reason = null;
        return true;
    }

    public bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? image, [NotNullWhen(false)] out string? reason)
    {
        Interlocked.Increment(ref _decoded);
        (image, reason) = damaged.Contains(index) ? (null, "ends early") : (new DecodedImage(edge, edge, Rgba(index)), (string?)null);
        return image is not null;
    }
}

/// <summary>A cache in memory.</summary>
internal sealed class MemoryCache : IEmbeddingCache
{
    private readonly Dictionary<string, float[]> _rows = [];

    public int Count => _rows.Count;

    public bool TryRead(ReadOnlySpan<byte> hash, Span<float> row)
    {
        lock (_rows)
            return _rows.TryGetValue(Convert.ToHexString(hash), out float[]? known) && known.AsSpan().TryCopyTo(row);
    }

    public void Append(ReadOnlySpan<byte> hashes, ReadOnlySpan<float> rows)
    {
        int count = hashes.Length / 32,
            columns = count == 0 ? 0 : rows.Length / count;
        lock (_rows)
        {
            for (int i = 0; i < count; i++)
                _rows[Convert.ToHexString(hashes.Slice(i * 32, 32))] = rows.Slice(i * columns, columns).ToArray();
        }
    }
}
