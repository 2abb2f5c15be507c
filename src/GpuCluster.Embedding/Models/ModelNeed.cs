namespace GpuCluster.Embedding.Models;

/// <summary>What does not work without a file of a model.</summary>
public enum ModelNeed
{
    /// <summary>Images cannot be embedded.</summary>
    Images,

    /// <summary>Texts cannot be embedded.</summary>
    Texts,

    /// <summary>Everything works, by defaults.</summary>
    Nothing,
}
