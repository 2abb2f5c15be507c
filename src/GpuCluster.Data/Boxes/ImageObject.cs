using GpuCluster.Data.Files;

namespace GpuCluster.Data.Boxes;

/// <summary>An object that an annotation marks in an image.</summary>
/// <param name="Image">The image's place in the tree.</param>
/// <param name="Box">Where it is, inside the image.</param>
/// <param name="Class">The name of its class; empty where it has none.</param>
internal sealed record ImageObject(int Image, ImageBox Box, string Class);
