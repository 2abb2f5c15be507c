using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>
/// VK_EXT_debug_utils: passes the validation layers' warnings and errors to the program. The loader's own messages about absent drivers are
/// excluded.
/// </summary>
internal sealed unsafe class DebugMessenger : IDisposable
{
    public const string Extension = "VK_EXT_debug_utils";

    private readonly delegate* unmanaged<Instance, DebugUtilsMessengerEXT, AllocationCallbacks*, void> _destroy;
    private readonly Instance _instance;
    private readonly DebugUtilsMessengerEXT _handle;
    private GCHandle _sink;

    public DebugMessenger(Vk api, Instance instance, Action<ValidationMessage> messages)
    {
        _instance = instance;
        delegate* unmanaged<Instance, DebugUtilsMessengerCreateInfoEXT*, AllocationCallbacks*, DebugUtilsMessengerEXT*, Result> create =
            (delegate* unmanaged<Instance, DebugUtilsMessengerCreateInfoEXT*, AllocationCallbacks*, DebugUtilsMessengerEXT*, Result>)
                NativeFunctions.Find(api, instance, "vkCreateDebugUtilsMessengerEXT");
        _destroy = (delegate* unmanaged<Instance, DebugUtilsMessengerEXT, AllocationCallbacks*, void>)
            NativeFunctions.Find(api, instance, "vkDestroyDebugUtilsMessengerEXT");
        _sink = GCHandle.Alloc(messages);
        DebugUtilsMessengerCreateInfoEXT info = new()
        {
            SType = StructureType.DebugUtilsMessengerCreateInfoExt,
            MessageSeverity = DebugUtilsMessageSeverityFlagsEXT.WarningBitExt | DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt,
            MessageType = DebugUtilsMessageTypeFlagsEXT.ValidationBitExt,
            PfnUserCallback = new PfnDebugUtilsMessengerCallbackEXT(&Receive),
            PUserData = (void*)GCHandle.ToIntPtr(_sink),
        };
        DebugUtilsMessengerEXT handle;
        create(instance, &info, null, &handle).ThrowOnError();
        _handle = handle;
    }

    public void Dispose()
    {
        _destroy(_instance, _handle, null);
        _sink.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static Bool32 Receive(
        DebugUtilsMessageSeverityFlagsEXT severity,
        DebugUtilsMessageTypeFlagsEXT types,
        DebugUtilsMessengerCallbackDataEXT* data,
        void* user
    )
    {
        Action<ValidationMessage> sink = (Action<ValidationMessage>)GCHandle.FromIntPtr((nint)user).Target!;
        bool isError = severity.HasFlag(DebugUtilsMessageSeverityFlagsEXT.ErrorBitExt);
        sink(
            new ValidationMessage(
                isError,
                Marshal.PtrToStringUTF8((nint)data->PMessageIdName) ?? "",
                Marshal.PtrToStringUTF8((nint)data->PMessage) ?? ""
            )
        );
        return Vk.False;
    }
}
