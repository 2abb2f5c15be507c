namespace GpuCluster.App.Live;

/// <summary>How far a live layout is.</summary>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="State">What it is doing.</param>
/// <param name="EpochMilliseconds">A running mean of what an epoch takes, its publishing left out; 0 before the first.</param>
internal readonly record struct LayoutStatus(int Epoch, int Epochs, LayoutState State, double EpochMilliseconds);
