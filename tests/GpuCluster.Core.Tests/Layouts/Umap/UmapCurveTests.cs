using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapCurveTests
{
    // Recorded from umap-learn's find_ab_params.
    [Theory]
    [InlineData(1, 0.0, 1.932809, 0.790495)]
    [InlineData(1, 0.01, 1.895606, 0.800638)]
    [InlineData(1, 0.05, 1.750225, 0.842055)]
    [InlineData(1, 0.1, 1.576944, 0.895061)]
    [InlineData(1, 0.25, 1.121436, 1.057500)]
    [InlineData(1, 0.5, 0.583030, 1.334167)]
    [InlineData(1, 0.99, 0.119306, 1.916389)]
    [InlineData(2, 0.1, 0.544661, 0.842055)]
    [InlineData(0.5, 0.1, 5.069309, 1.003005)]
    public void Fit_equals_umap_learns(double spread, double minDist, double a, double b)
    {
        UmapCurve curve = UmapCurve.Fit(minDist, spread);

        Assert.Equal(a, curve.A, 1e-5);
        Assert.Equal(b, curve.B, 1e-5);
    }

    [Theory]
    [InlineData(-0.1, 1)]
    [InlineData(0.1, 0)]
    public void Fit_refuses_what_has_no_curve(double minDist, double spread) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => UmapCurve.Fit(minDist, spread));
}
