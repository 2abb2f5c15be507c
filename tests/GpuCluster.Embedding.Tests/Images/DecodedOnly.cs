using System.Collections.Concurrent;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Tests.Images;

/// <summary>Progress that keeps the images that were reported.</summary>
internal sealed class DecodedOnly : IStageProgress
{
    public ConcurrentBag<DecodedImage> Images { get; } = [];

    public void Begin(string stage, string shape) { }

    public void Report(double fraction) { }

    public void Warn(string message) { }

    public void Decoded(DecodedImage image) => Images.Add(image);
}
