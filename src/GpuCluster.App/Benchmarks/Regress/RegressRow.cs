namespace GpuCluster.App.Benchmarks.Regress;

/// <summary>One row of `bench regress`: a command of this program that is timed as a process of its own.</summary>
/// <param name="Name">By which the row is recorded.</param>
/// <param name="Yardstick">What limits the work, and so what its time is divided by.</param>
/// <param name="Runs">How often it runs; the median counts.</param>
/// <param name="Arguments">The command line. {DIGITS} stands for the bundled digits, {OUT} for a file that may be written, {N x D} for
/// made-up vectors of this shape.</param>
internal sealed record RegressRow(string Name, Yardstick Yardstick, int Runs, string Arguments)
{
    /// <summary>The rows, quick ones first.</summary>
    public static IReadOnlyList<RegressRow> All { get; } =
    [
        new("start", Yardstick.Arithmetic, 5, "--help"),
        new("umap 5000 digits", Yardstick.Arithmetic, 5, "layout {DIGITS} --limit 5000 -o {OUT}.npy --device host"),
        new("exact knn 10000 digits", Yardstick.Arithmetic, 3, "bench knn {DIGITS} -k 15 --metric cosine --device host"),
        new("kmeans 70000 x 3", Yardstick.Arithmetic, 3, "clusters {70000 x 3} --method kmeans -k 10 --on embedding"),
        new("kmeans 70000 x 64", Yardstick.Arithmetic, 3, "clusters {70000 x 64} --method kmeans -k 10 --on embedding"),
        new("hdbscan 70000 x 3", Yardstick.Memory, 3, "clusters {70000 x 3} --on layout"),
        new("hdbscan 20000 x 64", Yardstick.Arithmetic, 1, "clusters {20000 x 64} --on embedding"),
        new("tsne 5000 digits", Yardstick.Arithmetic, 3, "layout {DIGITS} --limit 5000 --method tsne -o {OUT}.npy --device host"),
        new("duplicates 20000 x 512", Yardstick.Arithmetic, 3, "duplicates {20000 x 512} --threshold 0.95"),
        new("render 1000000 points", Yardstick.Memory, 1, "bench render --points {1000000 x 3} --point-size 3 --frames 30"),
        new("report 10000 digits", Yardstick.Arithmetic, 1, "report {DIGITS} -o {OUT}.html --device host"),
        new("umap 70000 x 784", Yardstick.Memory, 3, "layout {70000 x 784} -o {OUT}.npy --device host"),
        new("exact knn 100000 x 128", Yardstick.Arithmetic, 1, "bench knn {100000 x 128} -k 15 --runs 1 --device host"),
        new("umap 250000 x 128", Yardstick.Memory, 1, "layout {250000 x 128} -o {OUT}.npy --device host"),
        new("tsne 70000 x 64", Yardstick.Arithmetic, 1, "layout {70000 x 64} --method tsne -o {OUT}.npy --device host"),
    ];
}
