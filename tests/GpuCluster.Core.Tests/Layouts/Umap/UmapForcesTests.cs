using CsCheck;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapForcesTests
{
    private static readonly Gen<(double Distance, double A, double B, double Gamma)> Cases = Gen.Select(
        Gen.Double[1e-3, 30],
        Gen.Double[0.1, 5],
        Gen.Double[0.3, 2],
        Gen.Double[0.1, 3]
    );

    [Fact]
    public void Attraction_is_the_slope_of_the_edge_loss() =>
        Cases.Sample(c =>
        {
            // Moving the head by h along the line to the other changes the loss log(1 + a d^2b) by -coefficient * d * h.
            double slope = Slope(d => Math.Log(1 + (c.A * Math.Pow(d, 2 * c.B))), c.Distance);
            double coefficient = UmapForces<ScalarDouble>.Attraction(new(c.Distance * c.Distance), new(c.A), new(c.B)).Value;
            Assert.Equal(-slope, coefficient * c.Distance, Math.Max(1e-6, 1e-6 * Math.Abs(slope)));
        });

    [Fact]
    public void Repulsion_is_the_slope_of_the_non_edge_loss_but_for_the_softening() =>
        Cases
            .Where(c => c.Distance > 0.1)
            .Sample(c =>
            {
                // -gamma log(1 - q) = gamma (log(1 + a d^2b) - log(a d^2b)); umap-learn softens d2 to 0.001 + d2 in one place.
                double slope = Slope(
                    d => c.Gamma * (Math.Log(1 + (c.A * Math.Pow(d, 2 * c.B))) - Math.Log(c.A * Math.Pow(d, 2 * c.B))),
                    c.Distance
                );
                double d2 = c.Distance * c.Distance;
                double coefficient = UmapForces<ScalarDouble>.Repulsion(new(d2), new(c.A), new(c.B), new(c.Gamma)).Value;
                Assert.Equal(-slope * d2 / (0.001 + d2), coefficient * c.Distance, 1e-5 * Math.Max(1, Math.Abs(slope)));
            });

    [Fact]
    public void Either_is_the_one_or_the_other() =>
        Cases.Sample(c =>
        {
            ScalarDouble d2 = new(c.Distance * c.Distance),
                a = new(c.A),
                b = new(c.B),
                gamma = new(c.Gamma);
            Assert.Equal(
                UmapForces<ScalarDouble>.Attraction(d2, a, b).Value,
                UmapForces<ScalarDouble>.Either(new(1), d2, a, b, new(-2 * c.B), new(2 * c.B * c.Gamma)).Value,
                1e-9
            );
            Assert.Equal(
                UmapForces<ScalarDouble>.Repulsion(d2, a, b, gamma).Value,
                UmapForces<ScalarDouble>.Either(new(-1), d2, a, b, new(-2 * c.B), new(2 * c.B * c.Gamma)).Value,
                1e-9
            );
        });

    [Fact]
    public void Float_agrees_with_double() =>
        Cases.Sample(c =>
        {
            float d2 = (float)(c.Distance * c.Distance);
            double wide = UmapForces<ScalarDouble>.Attraction(new(d2), new((float)c.A), new((float)c.B)).Value;
            float narrow = UmapForces<ScalarFloat>.Attraction(new(d2), new((float)c.A), new((float)c.B)).Value;
            Assert.Equal(wide, narrow, 1e-5 * Math.Max(1, Math.Abs(wide)));
        });

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-38f)]
    [InlineData(1e30f)]
    public void Coinciding_and_far_points_give_finite_forces(float squaredDistance)
    {
        foreach (float b in new[] { 0.1f, 0.8f, 2f })
        {
            ScalarFloat d2 = new(squaredDistance),
                one = new(1),
                power = new(b);
            Assert.True(float.IsFinite(UmapForces<ScalarFloat>.Attraction(d2, one, power).Value * MathF.Sqrt(squaredDistance)));
            Assert.True(float.IsFinite(UmapForces<ScalarFloat>.Repulsion(d2, one, power, one).Value));
        }
    }

    [Fact]
    public void Clip_holds_to_four() =>
        Gen.Float[-100, 100].Sample(x => Assert.Equal(Math.Clamp(x, -4, 4), UmapForces<ScalarFloat>.Clip(new(x)).Value));

    private static double Slope(Func<double, double> loss, double at)
    {
        double h = at * 1e-4;
        return ((8 * (loss(at + h) - loss(at - h))) - (loss(at + (2 * h)) - loss(at - (2 * h)))) / (12 * h);
    }
}
