using System.Numerics;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>What each group of points keeps of its last walk through the tree, for the epochs until the next.</summary>
internal sealed class TsneWalks
{
    /// <param name="count">n.</param>
    public TsneWalks(int count)
    {
        Far = new Vector4[count];
        Near = new PlaceRanges[(count + TsneRepulsion.GroupPoints - 1) / TsneRepulsion.GroupPoints];
        for (int group = 0; group < Near.Length; group++)
            Near[group] = new PlaceRanges();
    }

    /// <summary>By place along the curve: what the far cells push, in x, y and z, and the sum of their similarities in w.</summary>
    public Vector4[] Far { get; }

    /// <summary>By group: the places of its near points.</summary>
    public PlaceRanges[] Near { get; }
}
