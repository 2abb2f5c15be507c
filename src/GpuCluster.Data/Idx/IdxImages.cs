using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Idx;

/// <summary>One or more IDX image files as a single stack, one after the other.</summary>
internal static class IdxImages
{
    /// <summary>Reads the files in order, no further than <paramref name="limit"/> samples.</summary>
    /// <returns>The images, and for each file how many it claims and how many were read.</returns>
    public static (ImageStack Images, IdxPart[] Parts) Read(IReadOnlyList<string> paths, int? limit, CancellationToken cancellation)
    {
        List<IdxSource> sources = new();
        try
        {
            foreach (string path in paths)
                sources.Add(IdxSource.Open(path, IdxHeader.ImagesMagic));
            uint height = sources[0].Header.Dims[1];
            uint width = sources[0].Header.Dims[2];
            for (int i = 1; i < sources.Count; i++)
            {
                uint[] dims = sources[i].Header.Dims;
                if (dims[1] != height || dims[2] != width)
                {
                    throw new UnusableInputException(
                        $"{paths[i]}: images of {dims[1]} x {dims[2]}, those of {paths[0]} are {height} x {width}; a set has one "
                            + "size, load the files one by one"
                    );
                }
            }

            GrowingBuffer pixels = new();
            long left = limit ?? long.MaxValue;
            IdxPart[] parts = new IdxPart[sources.Count];
            for (int i = 0; i < parts.Length; i++)
            {
                uint taken = (uint)Math.Min(left, sources[i].Header.Count);
                if (taken > 0)
                    sources[i].AppendTo(pixels, taken, cancellation);
                left -= taken;
                parts[i] = new IdxPart(paths[i], sources[i].Header.Count, (int)taken);
            }

            return (new ImageStack(parts.Sum(part => part.Taken), (int)height, (int)width, pixels.Written), parts);
        }
        finally
        {
            foreach (IdxSource source in sources)
                source.Dispose();
        }
    }
}

/// <summary>One file of a set.</summary>
/// <param name="ImagesPath">The file.</param>
/// <param name="Claimed">Images according to its header; for gzip it is verified only if all were read.</param>
/// <param name="Taken">Images read.</param>
internal readonly record struct IdxPart(string ImagesPath, uint Claimed, int Taken);
