using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>Positions from a file, for a layout to start from.</summary>
public static class InitialLayoutFile
{
    private static Remedy[] Initial => [new(Setting.InitialLayout)];

    /// <summary>Reads a float32 (n, dims) .npy.</summary>
    /// <exception cref="UnusableInputException">It is none, or of other samples or dimensions.</exception>
    public static Layout Read(string path, int count, int dims, CancellationToken cancellation)
    {
        Layout layout = DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.LayoutOnly }, cancellation) is LayoutDataset { Layout: var read }
            ? read
            : throw new UnusableInputException($"{path}: no positions to start from; give a float32 ({count}, {dims}) .npy") { Remedies = Initial };
        return layout.Count != count
            ? throw new UnusableInputException($"{path}: positions of {layout.Count} samples to start from, and the data has {count}; give one row for each sample, in order") { Remedies = Initial }
            : layout.Dims != dims
            ? throw new UnusableInputException($"{path}: positions in {layout.Dims} dimensions to start from, and the layout has {dims}; lay out in {layout.Dims}, or give positions in {dims}")
            {
                Remedies = [new Remedy(Setting.Dims, $"{layout.Dims}"), .. Initial],
            }
            : layout;
    }
}
