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
        // Rounding sends runs different ways, as a seed does: few samples have many ends, from 0.57 to 0.86.
        string[] tsne = ["--method", "tsne", "--epochs", "600"];
        JsonObject[] hosts = [.. Enumerable.Range(1, 8).Select(seed => Run("host", ["--device", "host", "--seed", $"{seed}", .. tsne]))];
        JsonObject found = Run("knn host, layout ilgpu-cpu", ["--knn-device", "host", "--layout-device", "ilgpu-cpu", .. tsne]);

        double[] divergences = [.. hosts.Select(host => (double)host["kl"]!)];
        Assert.InRange((double)found["kl"]!, 0.9 * divergences.Min(), 1.1 * divergences.Max());
        double[] trusted = [.. hosts.Select(Trustworthiness)];
        Assert.InRange(Trustworthiness(found), trusted.Min() - 0.02, trusted.Max() + 0.02);
    }

    private static double Accuracy(string device, params string[] options) => (double)Run(device, options)["quality"]!["knnAccuracy5"]!;

    private static double Trustworthiness(JsonObject run) => (double)run["quality"]!["trustworthiness15"]!;

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
