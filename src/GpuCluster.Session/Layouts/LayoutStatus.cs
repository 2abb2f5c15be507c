using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Session.Layouts;

/// <summary>How far a live layout is.</summary>
/// <param name="Epoch">Epochs done since the last restart, those before it went on or got another graph included: where it is on the
/// timeline.</param>
/// <param name="Epochs">Epochs in all, counted alike.</param>
/// <param name="State">What it is doing.</param>
/// <param name="EpochMilliseconds">A running mean of what an epoch takes, its publishing left out; 0 before the first.</param>
/// <param name="Options">What the next epoch runs with, what was asked for and waits included; null where it is no layout by UMAP that can
/// be steered.</param>
/// <param name="Tsne">The same of a layout by t-SNE.</param>
public readonly record struct LayoutStatus(
    int Epoch,
    int Epochs,
    LayoutState State,
    double EpochMilliseconds,
    UmapOptions? Options,
    TsneOptions? Tsne
);
