namespace GpuCluster.Core.Errors;

/// <summary>
/// A setting of a run that a remedy may change. A program gives each its own name, for example the name of a command-line option.
/// </summary>
public enum Setting
{
    /// <summary>How many samples are taken.</summary>
    Samples,

    /// <summary>The device that computes.</summary>
    Device,

    /// <summary>The device that searches neighbours.</summary>
    KnnDevice,

    /// <summary>The neighbour search: exact or approximate.</summary>
    Knn,

    /// <summary>Neighbours of each sample.</summary>
    Neighbours,

    /// <summary>The perplexity of t-SNE.</summary>
    Perplexity,

    /// <summary>Principal components that vectors are reduced to.</summary>
    Components,

    /// <summary>The distance between samples.</summary>
    Metric,

    /// <summary>The method that finds clusters.</summary>
    ClusterMethod,

    /// <summary>Where a layout starts from.</summary>
    InitialLayout,

    /// <summary>Dimensions of a layout.</summary>
    Dims,

    /// <summary>Whether a matrix of 2 or 3 columns is read as a layout.</summary>
    MatrixUse,

    /// <summary>The labels of the samples.</summary>
    Labels,

    /// <summary>Whether labels part the classes of a layout.</summary>
    Supervision,

    /// <summary>The model that makes vectors.</summary>
    Model,

    /// <summary>Names of classes.</summary>
    Classes,

    /// <summary>The sentences around a class's name.</summary>
    Templates,

    /// <summary>The image that samples are compared with.</summary>
    QueryImage,

    /// <summary>The sample that others are compared with.</summary>
    QueryIndex,

    /// <summary>The data that a finished layout was made of.</summary>
    LayoutData,

    /// <summary>How many samples of that data are taken.</summary>
    LayoutDataSamples,

    /// <summary>The size of a drawn picture in pixels.</summary>
    Resolution,

    /// <summary>What the colours of points mean.</summary>
    Colouring,

    /// <summary>Which folder on a file's path is its class.</summary>
    LabelLevel,

    /// <summary>The array of a file that holds the samples.</summary>
    ArrayName,

    /// <summary>Whether images or the objects in them are the samples.</summary>
    SampleKind,

    /// <summary>The time between two frames of a video.</summary>
    Every,

    /// <summary>Which samples of a cloud have colours.</summary>
    Filter,

    /// <summary>Which of several duplicates is kept.</summary>
    Keep,

    /// <summary>How much of a device's memory may be taken.</summary>
    DeviceMemory,
}
