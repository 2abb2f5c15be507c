using GpuCluster.Core.Similarity;

namespace GpuCluster.Session.Scenes;

/// <summary>One group of near-duplicates, as plain values: JSON has no NaN.</summary>
/// <param name="Members">Their indices.</param>
/// <param name="MinCosine">Null where it was not measured.</param>
/// <param name="MeanCosine">Null where it was not measured.</param>
/// <param name="IsMinExact">As in <see cref="SimilarityGroup"/>.</param>
internal sealed record KeptGroup(int[] Members, float? MinCosine, float? MeanCosine, bool IsMinExact)
{
    /// <summary>The plain values of a group.</summary>
    public static KeptGroup Of(SimilarityGroup group) =>
        new(group.Members, Known(group.MinCosine), Known(group.MeanCosine), group.IsMinExact);

    /// <summary>The group.</summary>
    public SimilarityGroup ToGroup() => new(Members, MinCosine ?? float.NaN, MeanCosine ?? float.NaN) { IsMinExact = IsMinExact };

    private static float? Known(float cosine) => float.IsFinite(cosine) ? cosine : null;
}
