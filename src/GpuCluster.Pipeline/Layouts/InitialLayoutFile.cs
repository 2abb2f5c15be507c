using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data;

namespace GpuCluster.Pipeline.Layouts;

/// <summary>Positions from a file, for a layout to start from.</summary>
public static class InitialLayoutFile
{
    /// <summary>Reads a float32 (n, dims) .npy.</summary>
    /// <exception cref="UnusableInputException">It is none, or of other samples or dimensions.</exception>
    public static Layout Read(string path, int count, int dims, CancellationToken cancellation)
    {
        Layout layout = DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.LayoutOnly }, cancellation) is LayoutDataset { Layout: var read }
            ? read
            : throw new UnusableInputException($"--init {path}: no positions; give a float32 ({count}, {dims}) .npy");
        return layout.Count != count
            ? throw new UnusableInputException($"--init {path}: positions of {layout.Count} samples, and the data has {count}; give one row for each sample, in order")
            : layout.Dims != dims
            ? throw new UnusableInputException($"--init {path}: positions in {layout.Dims} dimensions, and the layout has {dims}; add --dims {layout.Dims}, or give positions in {dims}")
            : layout;
    }
}
