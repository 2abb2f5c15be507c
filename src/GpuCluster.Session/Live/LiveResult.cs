namespace GpuCluster.Session.Live;

/// <summary>What a live window saw.</summary>
/// <param name="FirstPictureMs">From the process's start to the first finished frame that shows the cloud; NaN where there was
/// none.</param>
/// <param name="FpsMedian">Frames a second of the median frame while the layout ran; 0 where it never did.</param>
/// <param name="FpsMin">Frames a second of the slowest frame while the layout ran.</param>
/// <param name="Epochs">The epoch at the end.</param>
/// <param name="EpochsRun">Epochs that were run, those before a restart or an undo included.</param>
/// <param name="Seconds">From the process's start to the end.</param>
public readonly record struct LiveResult(double FirstPictureMs, double FpsMedian, double FpsMin, int Epochs, int EpochsRun, double Seconds);
