using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding;

/// <summary>Reduces a decoded photo to the pixels of its vector.</summary>
/// <param name="picture">The photo, opaque.</param>
/// <param name="pixels">Receives the values.</param>
public delegate void PhotoReducer(DecodedImage picture, Span<byte> pixels);
