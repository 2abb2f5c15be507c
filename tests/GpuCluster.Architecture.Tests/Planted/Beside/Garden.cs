namespace GpuCluster.Architecture.Tests.Planted.Beside;

internal sealed class Garden(Above.Roof roof)
{
    public const int Width = 3;

    public int Height => roof.Height();
}
