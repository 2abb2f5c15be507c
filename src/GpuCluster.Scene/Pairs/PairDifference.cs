using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Pairs;

/// <summary>How two pictures differ, at the size of the larger one.</summary>
/// <param name="Whole">Absolute differences, amplified.</param>
/// <param name="Fitted">The same, small.</param>
/// <param name="Gain">How much it is amplified.</param>
/// <param name="Mean">Mean absolute difference of all channels, 0 to 255.</param>
/// <param name="Max">The largest, 0 to 255.</param>
public sealed record PairDifference(DecodedImage Whole, DecodedImage Fitted, int Gain, double Mean, int Max);
