using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>What an epoch of t-SNE is computed with.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TsneEpoch(int dims, float exaggeration, float momentum, float learningRate, float leastSum)
{
    /// <summary>2 or 3.</summary>
    public readonly int Dims = dims;

    /// <summary>How much stronger edges pull.</summary>
    public readonly float Exaggeration = exaggeration;

    /// <summary>The share of the last step that goes on.</summary>
    public readonly float Momentum = momentum;

    /// <summary>Step length.</summary>
    public readonly float LearningRate = learningRate;

    /// <summary>The least sum of similarities that is divided by.</summary>
    public readonly float LeastSum = leastSum;
}
