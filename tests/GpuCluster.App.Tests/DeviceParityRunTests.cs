using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>Whole runs by the GPU kernels, on ILGPU's simulator, have the host's quality.</summary>
public sealed class DeviceParityRunTests
{
    [Fact]
    public void The_kernels_lay_digits_out_as_well_as_the_host()
    {
        double host = Accuracy("host", "--device", "host");

        Assert.Equal(host, Accuracy("ilgpu-cpu", "--device", "ilgpu-cpu"), 0.05);
        Assert.Equal(host, Accuracy("knn host, layout ilgpu-cpu", "--knn-device", "host", "--layout-device", "ilgpu-cpu"), 0.05);
        Assert.Equal(host, Accuracy("knn ilgpu-cpu, layout host", "--knn-device", "ilgpu-cpu", "--layout-device", "host"), 0.05);
    }

    [Fact]
    public void T_sne_of_the_kernels_comes_to_the_hosts_divergence_and_quality()
    {
        // Rounding sends runs different ways: their ends, not their points, are alike.
        string[] tsne = ["--method", "tsne", "--epochs", "600"];
        JsonObject host = Run("host", ["--device", "host", .. tsne]);
        JsonObject found = Run("knn host, layout ilgpu-cpu", ["--knn-device", "host", "--layout-device", "ilgpu-cpu", .. tsne]);

        Assert.InRange((double)found["kl"]! / (double)host["kl"]!, 0.85, 1.15);
        Assert.Equal((double)host["quality"]!["trustworthiness15"]!, (double)found["quality"]!["trustworthiness15"]!, 0.03);
    }

    private static double Accuracy(string device, params string[] options) => (double)Run(device, options)["quality"]!["knnAccuracy5"]!;

    private static JsonObject Run(string device, params string[] options)
    {
        GpuClusterProgram run = GpuClusterProgram.Run([
            "layout",
            GpuClusterProgram.Digits,
            "--limit",
            "200",
            "--quality",
            "--json",
            .. options,
        ]);
        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(device, (string)json["device"]!);
        Assert.Equal(1, (double)json["quality"]!["knnRecall15"]!, 0.001);
        return json;
    }
}
