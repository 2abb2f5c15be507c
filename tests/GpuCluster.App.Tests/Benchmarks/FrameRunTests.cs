using GpuCluster.App.Benchmarks;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Tests.Benchmarks;

/// <summary>The benchmark runner would notice a frame that shows other points than it should.</summary>
public sealed class FrameRunTests
{
    [Fact]
    public void A_picture_without_points_and_one_full_of_them_are_wrong()
    {
        FrameSettings picture = new();
        Layout cloud = SyntheticGraph.Cloud(new KernelSize(5000, 3), 1);
        SceneFrame scene = BenchCamera.Around(cloud, picture, pointSize: 3).At(0);
        byte[] empty = new byte[picture.Width * picture.Height * 4],
            full = new byte[empty.Length];
        Array.Fill(full, (byte)200);

        // 5,000 discs of seven pixels, some over each other, on 921,600.
        double missing = FrameRun.WrongShare(scene, cloud, picture, empty, empty);
        Assert.InRange(missing, 0.02, 0.04);
        Assert.Equal(1 - missing, FrameRun.WrongShare(scene, cloud, picture, full, empty), 1e-9);
    }
}
