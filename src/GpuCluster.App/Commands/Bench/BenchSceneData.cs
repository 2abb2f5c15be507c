using System.Numerics;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Bench;

/// <summary>What `bench scene` shows: digits, and positions clustered as UMAP clusters digits. The same every time.</summary>
internal static class BenchSceneData
{
    /// <summary>Points of the scenes with pictures and panels: the whole of MNIST.</summary>
    public const int Digits = 70_000;

    private const ulong Seed = 42;
    private const int Classes = 10;

    /// <summary>Grey levels by which a repeated digit differs from the bundled one, at most: its cosine with that stays below 1.</summary>
    private const int Jitter = 8;

    /// <summary>70,000 digits: those of a path where it has as many, else the path's repeated, each copy's ink a little other.</summary>
    public static ImageDataset LoadDigits(string path, RunContext context)
    {
        if (DatasetStage.Load(path, new DatasetOptions { Limit = Digits }, context.Progress, context.Cancellation) is not ImageDataset data)
            throw new UnusableInputException($"{path}: bench scene shows pictures; give an IDX folder of images");

        return data.Count == Digits ? data : Repeat(data);
    }

    /// <summary>
    /// Positions in ten clusters of ten lumps each, spread as UMAP spreads MNIST: the cloud's radius is about 12, a lump's about 1.
    /// </summary>
    /// <param name="count">n.</param>
    /// <param name="labels">The cluster of each point; null: by its row.</param>
    public static Layout Clusters(int count, SampleLabels? labels)
    {
        float[] values = new float[count * 3];
        for (int i = 0; i < count; i++)
        {
            uint label = (uint)(labels is null ? i : Math.Max(0, labels.ClassOf[i])) % Classes;
            uint key = CounterRandom.Key(Seed, 0, (uint)i);
            uint lump = (label * Classes) + (CounterRandom.Bits(key, 0) % Classes);
            Vector3 at = (8 * Direction(1, label)) + (2.5f * Direction(2, lump)) + Normal(key);
            at.CopyTo(values.AsSpan(i * 3, 3));
        }

        return new Layout(count, 3, values);
    }

    private static ImageDataset Repeat(ImageDataset data)
    {
        ImageStack images = data.Images;
        int edge = images.Height * images.Width;
        byte[] pixels = new byte[Digits * edge];
        int[] labels = new int[Digits];
        ReadOnlySpan<byte> source = images.Pixels.Span;
        for (int i = 0; i < Digits; i++)
        {
            int row = i % data.Count;
            labels[i] = data.Labels?.ClassOf[row] ?? -1;
            source.Slice(row * edge, edge).CopyTo(pixels.AsSpan(i * edge));
            if (i >= data.Count)
                Vary(pixels.AsSpan(i * edge, edge), CounterRandom.Key(Seed, 3, (uint)i));
        }

        return new ImageDataset(
            data.Name,
            new ImageStack(Digits, images.Height, images.Width, pixels),
            data.Labels is { } names ? new SampleLabels(labels, names.ClassNames) : null
        );
    }

    private static void Vary(Span<byte> pixels, uint key)
    {
        for (int p = 0; p < pixels.Length; p++)
        {
            if (pixels[p] > 0)
            {
                pixels[p] = (byte)
                    Math.Clamp(pixels[p] + CounterRandom.Index(CounterRandom.Bits(key, (uint)p), (2 * Jitter) + 1) - Jitter, 1, 255);
            }
        }
    }

    private static Vector3 Direction(uint stream, uint item) => Vector3.Normalize(Normal(CounterRandom.Key(Seed, stream, item)));

    /// <summary>Three normal deviates by Box and Muller's transform.</summary>
    private static Vector3 Normal(uint key)
    {
        float a = MathF.Sqrt(-2 * MathF.Log(1 - CounterRandom.Unit(CounterRandom.Bits(key, 1))));
        float b = MathF.Sqrt(-2 * MathF.Log(1 - CounterRandom.Unit(CounterRandom.Bits(key, 2))));
        (float sin, float cos) = MathF.SinCos(MathF.Tau * CounterRandom.Unit(CounterRandom.Bits(key, 3)));
        return new Vector3(a * cos, a * sin, b * MathF.Cos(MathF.Tau * CounterRandom.Unit(CounterRandom.Bits(key, 4))));
    }
}
