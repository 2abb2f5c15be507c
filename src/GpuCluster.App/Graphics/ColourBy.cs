namespace GpuCluster.App.Graphics;

/// <summary>What the points' colours mean.</summary>
internal enum ColourBy
{
    /// <summary>Labels where there are any, else one colour.</summary>
    Auto,

    /// <summary>The class of each sample.</summary>
    Label,

    /// <summary>How crowded a point's place is.</summary>
    Density,

    /// <summary>The row in the data.</summary>
    Order,

    /// <summary>One colour.</summary>
    None,
}
