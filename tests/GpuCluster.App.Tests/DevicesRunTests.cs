using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>`devices`: everything the libraries see, and nothing missing is an error.</summary>
public sealed class DevicesRunTests
{
    [Fact]
    public void The_json_has_what_each_library_sees_and_what_was_chosen()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("devices", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonObject json = run.Json;
        Assert.Equal(["vulkan", "ilgpu", "onnxRuntime", "chosen"], json.Select(pair => pair.Key));
        foreach (string library in new[] { "vulkan", "ilgpu", "onnxRuntime" })
        {
            JsonArray devices = json[library]!.AsArray();
            Assert.NotEmpty(devices);
            Assert.All(devices, device => AssertDevice(device!));
        }

        Assert.Equal(["draw", "compute", "embed"], json["chosen"]!.AsObject().Select(pair => pair.Key));
        Assert.All(json["chosen"]!.AsObject(), pair => AssertDevice(pair.Value!));
        Assert.Contains(json["ilgpu"]!.AsArray(), device => (string)device!["kind"]! == "ilgpu-cpu");
        Assert.NotEqual("ilgpu-cpu", (string)json["chosen"]!["compute"]!["kind"]!);
    }

    [Fact]
    public void Without_a_driver_it_still_lists_and_says_why()
    {
        Dictionary<string, string> noDriver = new()
        {
            ["VK_DRIVER_FILES"] = "/nonexistent.json",
            ["VK_ICD_FILENAMES"] = "/nonexistent.json",
        };

        GpuClusterProgram run = GpuClusterProgram.Run(noDriver, "devices", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Empty(run.Json["vulkan"]!.AsArray());
        JsonNode chosen = run.Json["chosen"]!;
        Assert.False((bool)chosen["draw"]!["usable"]!);
        Assert.Contains("apt-get install", (string)chosen["draw"]!["note"]!);
        Assert.Equal("host", (string)chosen["compute"]!["kind"]!);
    }

    [Fact]
    public void The_text_names_every_device()
    {
        JsonObject json = GpuClusterProgram.Run("devices", "--json").Json;
        GpuClusterProgram run = GpuClusterProgram.Run("devices");

        Assert.Equal(0, run.ExitCode);
        foreach (string library in new[] { "vulkan", "ilgpu", "onnxRuntime" })
            Assert.All(json[library]!.AsArray(), device => Assert.Contains((string)device!["name"]!, run.Out));
    }

    [Fact]
    public void Each_compute_device_says_how_many_samples_its_memory_has_room_for()
    {
        GpuClusterProgram run = GpuClusterProgram.Run("devices", "--json");
        JsonNode simulator = run.Json["ilgpu"]!.AsArray().Single(device => (string)device!["kind"]! == "ilgpu-cpu")!;
        Assert.InRange((long)simulator["memoryBytes"]!, 100_000_000, long.MaxValue);
        Assert.Equal([512, 768], simulator["room"]!.AsArray().Select(room => (int)room!["features"]!));
        int[] samples = [.. simulator["room"]!.AsArray().Select(room => (int)room!["samples"]!)];
        Assert.InRange(samples[1], 10_000, samples[0]);
        Assert.Contains($"room for {samples[0]} x 512 or {samples[1]} x 768 samples", GpuClusterProgram.Run("devices").Out);
    }

    private static void AssertDevice(JsonNode device)
    {
        Assert.NotEmpty((string)device["name"]!);
        Assert.NotEmpty((string)device["note"]!);
        Assert.NotNull((string?)device["kind"]);
        _ = (bool)device["usable"]!;
    }
}
