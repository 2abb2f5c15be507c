using System.Text.Json.Nodes;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Vectors;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.App.Devices;

/// <summary>
/// Everything the three libraries see on this machine, and what --device auto makes of it. Nothing missing is an error here: it is listed
/// with its reason.
/// </summary>
internal sealed record DeviceSurvey
{
    private const string HostProvider = "CPUExecutionProvider";

    public required IReadOnlyList<SurveyedDevice> Vulkan { get; init; }

    public required IReadOnlyList<SurveyedDevice> Ilgpu { get; init; }

    public required IReadOnlyList<SurveyedDevice> OnnxRuntime { get; init; }

    public required SurveyedDevice Draw { get; init; }

    public required SurveyedDevice Compute { get; init; }

    public required SurveyedDevice Embed { get; init; }

    public static DeviceSurvey Take()
    {
        (IReadOnlyList<SurveyedDevice> vulkan, SurveyedDevice draw) = SurveyVulkan();
        SurveyedDevice compute = ChooseCompute(draw);
        IReadOnlyList<SurveyedDevice> onnx = SurveyOnnxRuntime(compute);
        return new DeviceSurvey
        {
            Vulkan = vulkan,
            Ilgpu = [.. SurveyIlgpu().Select(device => Matched(device, vulkan))],
            OnnxRuntime = onnx,
            Draw = draw,
            Compute = compute,
            Embed = onnx[0],
        };
    }

    /// <summary>What Vulkan sees, and which of it draws.</summary>
    public static (IReadOnlyList<SurveyedDevice> All, SurveyedDevice Chosen) SurveyVulkan()
    {
        try
        {
            using VulkanInstance instance = VulkanInstance.Create(new VulkanInstanceOptions());
            PhysicalDeviceChoice choice = PhysicalDeviceChoice.Make(instance);
            List<SurveyedDevice> all = [];
            if (choice.Chosen is { } chosen)
                all.Add(Describe(chosen, "chosen"));

            all.AddRange(choice.PassedOver.Select(other => Describe(other.Device, "not chosen: it " + other.Reason)));
            SurveyedDevice draw = choice.Chosen is null
                ? new SurveyedDevice("none", "", false, "no Vulkan device can be used: nothing can be drawn")
                : all[0];
            return (all, draw);
        }
        catch (MachineFaultException exception)
        {
            return ([], new SurveyedDevice("none", "", false, exception.Message));
        }
    }

    /// <summary>What ILGPU sees, and why it sees no more.</summary>
    public static IReadOnlyList<SurveyedDevice> SurveyIlgpu()
    {
        IlgpuInventory inventory = IlgpuDevices.List();
        return
        [
            .. inventory.Devices.Select(device => new SurveyedDevice(
                device.Identity.Name,
                device.Selector,
                device.Usable,
                device.Reason ?? $"usable as --device {device.Selector}",
                device.Identity
            )
            {
                MemoryBytes = device.MemoryBytes,
                Room = device.Usable ? RoomOf(device) : null,
            }),
            .. inventory.Notes.Select(note => new SurveyedDevice("none", "", false, note)),
        ];
    }

    /// <summary>For programs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["vulkan"] = Array(Vulkan),
            ["ilgpu"] = Array(Ilgpu),
            ["onnxRuntime"] = Array(OnnxRuntime),
            ["chosen"] = new JsonObject
            {
                ["draw"] = Draw.ToJson(),
                ["compute"] = Compute.ToJson(),
                ["embed"] = Embed.ToJson(),
            },
        };

    // The usual widths of CLIP's vectors.
    private static IReadOnlyList<(int Features, int Samples)> RoomOf(IlgpuDeviceInfo device)
    {
        MemoryBudget budget = MemoryBudget.Of(device.Selector, device.MemoryBytes, given: null);
        return [Of(512), Of(768)];

        (int Features, int Samples) Of(int features) => (features, MemoryPlan.LargestUmap(features, k: 16, budget));
    }

    private static JsonArray Array(IReadOnlyList<SurveyedDevice> devices) => [.. devices.Select(device => device.ToJson())];

    private static SurveyedDevice Matched(SurveyedDevice device, IReadOnlyList<SurveyedDevice> vulkan) =>
        device.Identity is { } identity
            ? device with
            {
                Match = DeviceMatch.Find(identity, [.. vulkan.Select(other => other.Identity!.Value)]),
            }
            : device;

    private static SurveyedDevice Describe(PhysicalDeviceInfo device, string note) =>
        new(
            device.Identity.Name,
            Word(device.Identity.Kind),
            device.Refusal is null,
            $"{note} (Vulkan {device.ApiVersion}, {device.Driver})",
            device.Identity
        );

    private static SurveyedDevice ChooseCompute(SurveyedDevice draw)
    {
        Reasons reasons = new();
        using IlgpuDevice? device = AutoDevice.TryOpen(reasons);
        if (device is not null)
        {
            return new SurveyedDevice(
                device.Info.Identity.Name,
                device.Info.Selector,
                true,
                "the same device draws and computes",
                device.Info.Identity
            );
        }

        string why =
            reasons.Text
            ?? (
                draw.Identity?.Kind == DeviceKind.Host
                    ? "the processor draws, so it computes too, by SIMD"
                    : "no GPU that ILGPU could use: SIMD on the processor"
            );
        return new SurveyedDevice("host", "host", true, why, DeviceIdentity.Host);
    }

    private static IReadOnlyList<SurveyedDevice> SurveyOnnxRuntime(SurveyedDevice compute)
    {
        OnnxProviders providers = OnnxProviders.List();
        if (providers.Reason is { } reason)
            return [new SurveyedDevice("none", "", false, reason)];

        EmbeddingDevice chosen = EmbeddingDevice.Match(compute.Kind);
        string chosenName = chosen.Device.CudaIndex is null ? HostProvider : OnnxDevice.CudaProvider;
        // The CUDA provider is listed wherever its package is; whether the device answers is known only when a model is loaded, and if not
        // the processor takes over.
        return
        [
            .. providers
                .Names.OrderBy(name => name == chosenName ? 0 : 1)
                .Select(name => new SurveyedDevice(
                    name,
                    name == chosenName ? chosen.Device.ToString() : "",
                    name is HostProvider or OnnxDevice.CudaProvider,
                    name == chosenName
                        ? $"ONNX Runtime {providers.Version}: chosen, as {chosen.Reason}"
                        : $"ONNX Runtime {providers.Version} offers it; not chosen"
                )),
        ];
    }

    private static string Word(DeviceKind kind) =>
        kind switch
        {
            DeviceKind.Host => "processor",
            DeviceKind.DiscreteGpu => "discrete GPU",
            DeviceKind.IntegratedGpu => "integrated GPU",
            DeviceKind.VirtualGpu => "virtual GPU",
            _ => "other",
        };

    /// <summary>Keeps what a choice had to say.</summary>
    private sealed class Reasons : IStageProgress
    {
        public string? Text { get; private set; }

        public void Begin(string stage, string shape) { }

        public void Report(double fraction) { }

        public void Warn(string message) => Text = message;
    }
}
