using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Ilgpu.Kernels.Tsne;

/// <summary>The parameters of a t-SNE epoch.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TsneEpoch(int dims, float exaggeration, float momentum, float learningRate, float minSum)
{
    /// <summary>2 or 3.</summary>
    public readonly int Dims = dims;

    /// <summary>Exaggeration: the factor on attraction.</summary>
    public readonly float Exaggeration = exaggeration;

    /// <summary>Momentum: the share of the last step that is added to the next.</summary>
    public readonly float Momentum = momentum;

    /// <summary>Step length.</summary>
    public readonly float LearningRate = learningRate;

    /// <summary>The lower bound of the divisor Z, the sum of similarities.</summary>
    public readonly float MinSum = minSum;
}
