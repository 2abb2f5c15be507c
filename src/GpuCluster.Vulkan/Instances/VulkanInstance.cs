using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>The connection to Vulkan 1.3: owns the VkInstance, the loader's functions and, if requested, the validation layers.</summary>
public sealed unsafe class VulkanInstance : IDisposable
{
    private const string ValidationLayer = "VK_LAYER_KHRONOS_validation";

    private readonly DebugMessenger? _messenger;

    private VulkanInstance(VulkanInstanceOptions options)
    {
        DriverCache.SwitchOffWhereShort();
        Api = VulkanLoader.Load(options.Open);
        try
        {
            ThrowIfMissing(Api, options);
            Handle = CreateHandle(Api, options);
            Api.CurrentInstance = Handle;
            if (options is { Validation: true, Messages: { } messages })
                _messenger = new DebugMessenger(Api, Handle, messages);
        }
        catch
        {
            if (Handle.Handle != 0)
                Api.DestroyInstance(Handle, null);
            Api.Dispose();
            throw;
        }
    }

    /// <summary>Vulkan's functions.</summary>
    public Vk Api { get; }

    /// <summary>The VkInstance.</summary>
    public Instance Handle { get; }

    /// <summary>Connects to Vulkan.</summary>
    /// <exception cref="MachineFaultException">No loader, no driver, a window extension or the validation layer is missing; the message
    /// names the package.</exception>
    public static VulkanInstance Create(VulkanInstanceOptions options) => new(options);

    /// <summary>The address of an extension's function.</summary>
    /// <exception cref="MachineFaultException">The function is missing.</exception>
    public void* Function(string name)
    {
        void* address = NativeFunctions.Find(Api, Handle, name);
        return address is not null ? address : throw new MachineFaultException($"The Vulkan loader lacks {name}. {VulkanLoader.Remedy}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _messenger?.Dispose();
        Api.DestroyInstance(Handle, null);
        Api.Dispose();
    }

    private static void ThrowIfMissing(Vk api, VulkanInstanceOptions options)
    {
        if (options.Validation && !Layers(api).Contains(ValidationLayer))
        {
            throw new MachineFaultException(
                "The Vulkan validation layer is not installed. On Debian or Ubuntu: apt-get install vulkan-validationlayers"
            );
        }

        HashSet<string> available = InstanceExtensions(api);
        foreach (string extension in options.Extensions.Where(extension => !available.Contains(extension)))
            throw new MachineFaultException($"The Vulkan loader lacks {extension}, which windows need. {VulkanLoader.Remedy}");
    }

    private static Instance CreateHandle(Vk api, VulkanInstanceOptions options)
    {
        using NativeNames layers = new(options.Validation ? [ValidationLayer] : []);
        using NativeNames extensions = new(options.Validation ? [.. options.Extensions, DebugMessenger.Extension] : options.Extensions);
        using NativeNames name = new("gpucluster");
        ValidationFeatureEnableEXT synchronization = ValidationFeatureEnableEXT.SynchronizationValidationExt;
        ValidationFeaturesEXT features = new()
        {
            SType = StructureType.ValidationFeaturesExt,
            EnabledValidationFeatureCount = 1,
            PEnabledValidationFeatures = &synchronization,
        };
        ApplicationInfo application = new()
        {
            SType = StructureType.ApplicationInfo,
            PApplicationName = name.First,
            ApiVersion = Vk.Version13,
        };
        InstanceCreateInfo info = new()
        {
            SType = StructureType.InstanceCreateInfo,
            PNext = options.Validation ? &features : null,
            PApplicationInfo = &application,
            EnabledLayerCount = layers.Count,
            PpEnabledLayerNames = layers.Pointers,
            EnabledExtensionCount = extensions.Count,
            PpEnabledExtensionNames = extensions.Pointers,
        };
        Instance handle;
        api.CreateInstance(&info, null, &handle).ThrowOnError();
        return handle;
    }

    private static HashSet<string> Layers(Vk api)
    {
        uint count = 0;
        api.EnumerateInstanceLayerProperties(&count, null).ThrowOnError();
        LayerProperties[] layers = new LayerProperties[count];
        fixed (LayerProperties* first = layers)
            api.EnumerateInstanceLayerProperties(&count, first).ThrowOnError();
        return [.. layers.Select(layer => Marshal.PtrToStringUTF8((nint)layer.LayerName) ?? "")];
    }

    private static HashSet<string> InstanceExtensions(Vk api)
    {
        uint count = 0;
        api.EnumerateInstanceExtensionProperties((byte*)null, &count, null).ThrowOnError();
        ExtensionProperties[] extensions = new ExtensionProperties[count];
        fixed (ExtensionProperties* first = extensions)
            api.EnumerateInstanceExtensionProperties((byte*)null, &count, first).ThrowOnError();
        return [.. extensions.Select(extension => Marshal.PtrToStringUTF8((nint)extension.ExtensionName) ?? "")];
    }
}
