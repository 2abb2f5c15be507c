using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data;
using GpuCluster.Data.Readers;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>Positions from a file, for a layout to start from.</summary>
internal static class InitialLayoutFile
{
    /// <summary>Reads a float32 (n, dims) .npy.</summary>
    /// <exception cref="UnusableInputException">The file holds no positions, or those of other samples or dimensions.</exception>
    public static Layout Read(string path, int count, int dims, CancellationToken cancellation)
    {
        DatasetOptions options = new() { As = MatrixUse.LayoutOnly, PositionsAlone = true };
        return DatasetReader.Read(path, options, cancellation) switch
        {
            LayoutDataset { Layout: var layout } when layout.Count != count => throw Refused(
                $"{path}: positions of {layout.Count} samples to start from, and the data has {count}; "
                    + "give one row for each sample, in order"
            ),
            LayoutDataset { Layout: var layout } when layout.Dims != dims => throw Refused(
                $"{path}: positions in {layout.Dims} dimensions to start from, and the layout has {dims}; "
                    + $"lay out in {layout.Dims}, or give positions in {dims}",
                new Remedy(Setting.Dims, $"{layout.Dims}")
            ),
            LayoutDataset { Layout: var layout } => layout,
            _ => throw Refused($"{path}: no positions to start from; give a float32 ({count}, {dims}) .npy"),
        };
    }

    private static UnusableInputException Refused(string message, params ReadOnlySpan<Remedy> remedies) =>
        new(message) { Remedies = [.. remedies, new Remedy(Setting.InitialLayout)] };
}
