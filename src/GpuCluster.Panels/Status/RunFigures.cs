namespace GpuCluster.Panels.Status;

/// <summary>The part of the overlay that changes all the time while a layout runs.</summary>
/// <param name="Epoch">Empty: not shown, as for the others.</param>
/// <param name="EpochTime">Milliseconds an epoch, with its unit.</param>
/// <param name="FrameRate">Frames a second, with its unit.</param>
/// <param name="Items">While loading: how many items are done, of how many, and how fast.</param>
/// <param name="Percent">How full the progress bar is, 0 to 100; -1: no bar.</param>
internal readonly record struct RunFigures(string Epoch, string EpochTime, string FrameRate, string Items, int Percent);
