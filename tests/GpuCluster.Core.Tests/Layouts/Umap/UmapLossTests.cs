using CsCheck;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Tests.Layouts.Umap;

public sealed class UmapLossTests
{
    /// <summary>The forces are what the losses' slopes are, but for the repulsion's softening, which UMAP has in its force alone.</summary>
    [Fact]
    public void Forces_are_the_slopes_of_the_losses() =>
        Gen.Select(Gen.Double[0.05, 40], Gen.Double[0.3, 3], Gen.Double[0.5, 1.5])
            .Sample(
                (d2, a, b) =>
                {
                    const double Step = 1e-5;
                    ScalarDouble laneA = new(a),
                        laneB = new(b);
                    double Slope(Func<double, double> loss) => (loss(d2 + Step) - loss(d2 - Step)) / (2 * Step);
                    double attraction = Slope(x => UmapLoss<ScalarDouble>.Attraction(new ScalarDouble(x), laneA, laneB).Value);
                    double repulsion = Slope(x => UmapLoss<ScalarDouble>.Repulsion(new ScalarDouble(x), laneA, laneB).Value);

                    // d loss / d x = slope by d2 times 2 (x - y); the force is its opposite.
                    Assert.Equal(UmapForces<ScalarDouble>.Attraction(new ScalarDouble(d2), laneA, laneB).Value, -2 * attraction, 1e-4);
                    Assert.InRange(
                        -2 * repulsion / UmapForces<ScalarDouble>.Repulsion(new ScalarDouble(d2), laneA, laneB, ScalarDouble.Of(1)).Value,
                        0.96,
                        1.04
                    );
                }
            );

    [Fact]
    public void Coinciding_points_cost_nothing_to_pull_and_finitely_much_to_push()
    {
        Assert.Equal(0, UmapLoss<ScalarDouble>.Attraction(new ScalarDouble(0), ScalarDouble.Of(1.5), ScalarDouble.Of(0.9)).Value, 1e-15);
        Assert.Equal(
            Math.Log(1 + (1 / (1.5 * Math.Pow(0.001, 0.9)))),
            UmapLoss<ScalarDouble>.Repulsion(new ScalarDouble(0), ScalarDouble.Of(1.5), ScalarDouble.Of(0.9)).Value,
            1e-12
        );
    }

    [Fact]
    public void Without_edges_there_is_no_loss() => Assert.Equal(default, UmapLoss.Of(0, 0, 0, new UmapOptions()));
}
