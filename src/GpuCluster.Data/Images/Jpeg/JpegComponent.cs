namespace GpuCluster.Data.Images.Jpeg;

/// <summary>One component of a JPEG: brightness or one of the two colour differences.</summary>
/// <param name="Id">Its number in the file.</param>
/// <param name="Horizontal">Blocks side by side in a unit of the scan.</param>
/// <param name="Vertical">Blocks below each other in a unit of the scan.</param>
/// <param name="Quantisation">The number of its table.</param>
internal sealed record JpegComponent(int Id, int Horizontal, int Vertical, int Quantisation)
{
    /// <summary>The table for the first coefficient.</summary>
    public HuffmanTable? First { get; set; }

    /// <summary>The table for the other coefficients.</summary>
    public HuffmanTable? Others { get; set; }
}
