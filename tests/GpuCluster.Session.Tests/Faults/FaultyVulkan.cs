using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Core.Contexts;
using Silk.NET.Vulkan;

namespace GpuCluster.Session.Tests.Faults;

/// <summary>
/// Functions of Vulkan that can fail, between the program and the loader, with the validation layer below them. A call that fails does
/// nothing; one that waits does so first, as what is in use must not be freed.
/// </summary>
/// <param name="plan">Receives a function's name and the number of its call, from 1 on; returns what it fails with, or null.</param>
internal sealed unsafe class FaultyVulkan(Func<string, int, Result?> plan) : INativeContext
{
    // By the specification these return a VkResult; no function here takes a floating-point number or more than eight arguments.
    private static readonly string[] Failing =
    [
        "vkCreate",
        "vkAllocate",
        "vkBind",
        "vkMap",
        "vkFlush",
        "vkInvalidate",
        "vkQueue",
        "vkDeviceWait",
        "vkWait",
        "vkBegin",
        "vkEnd",
        "vkResetCommandPool",
        "vkResetDescriptorPool",
        "vkGetSemaphoreCounterValue",
        "vkGetQueryPoolResults",
        "vkEnumerate",
        "vkAcquire",
        "vkGetSwapchainImages",
        "vkGetPhysicalDeviceSurface",
    ];

    private readonly nint _loader = NativeLibrary.Load("libvulkan.so.1");
    private readonly ConcurrentDictionary<string, (Delegate Kept, nint Address)> _functions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _made = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ValidationMessage> _messages = new();

    /// <summary>Opens Vulkan through these functions.</summary>
    public VulkanInstanceOptions Options =>
        new()
        {
            Open = Functions,
            Validation = true,
            Messages = _messages.Enqueue,
        };

    /// <summary>How often each function that can fail was called.</summary>
    public IReadOnlyDictionary<string, int> Calls => _calls;

    /// <summary>What the validation layer reported.</summary>
    public IReadOnlyList<string> Messages => [.. _messages.Select(message => $"{message.Id}: {message.Text}")];

    /// <summary>Instances and devices that were made and not destroyed; of all else the layer reports it.</summary>
    public int Left => Of("vkCreateInstance") - Of("vkDestroyInstance") + Of("vkCreateDevice") - Of("vkDestroyDevice");

    public nint GetProcAddress(string proc, int? slot = null) =>
        TryGetProcAddress(proc, out nint address, slot) ? address : throw new EntryPointNotFoundException(proc);

    public bool TryGetProcAddress(string proc, out nint addr, int? slot = null)
    {
        if (!NativeLibrary.TryGetExport(_loader, proc, out addr))
            return false;
        addr = Wrapped(proc, addr);
        return true;
    }

    public void Dispose() { }

    private Vk Functions() => new(this);

    private int Of(string name) => _made.GetValueOrDefault(name);

    private nint Wrapped(string name, nint real) =>
        name is "vkGetInstanceProcAddr" or "vkGetDeviceProcAddr" ? Address($"{name} {real}", Finder(real))
        : name is "vkDestroyInstance" or "vkDestroyDevice" || Failing.Any(start => name.StartsWith(start, StringComparison.Ordinal))
            ? Address($"{name} {real}", Caller(name, real))
        : real;

    private nint Address(string key, Delegate function) =>
        _functions.GetOrAdd(key, _ => (function, Marshal.GetFunctionPointerForDelegate(function))).Address;

    private Find Finder(nint real) =>
        (of, name) =>
        {
            nint found = ((delegate* unmanaged<nint, byte*, nint>)real)(of, name);
            return found == 0 ? 0 : Wrapped(Marshal.PtrToStringUTF8((nint)name)!, found);
        };

    private Call Caller(string name, nint real) =>
        (a, b, c, d, e, f, g, h) =>
        {
            // They return nothing, and cannot fail.
            bool isFree = name.StartsWith("vkDestroy", StringComparison.Ordinal);
            Result? fault = isFree ? null : plan(name, _calls.AddOrUpdate(name, 1, (_, before) => before + 1));
            if (fault is { } without && !name.Contains("Wait", StringComparison.Ordinal))
                return (int)without;
            int result = ((delegate* unmanaged<nint, nint, nint, nint, nint, nint, nint, nint, int>)real)(a, b, c, d, e, f, g, h);
            _made.AddOrUpdate(name, 1, (_, before) => before + 1);
            return fault is { } after ? (int)after : result;
        };

    private delegate nint Find(nint of, byte* name);

    private delegate int Call(nint a, nint b, nint c, nint d, nint e, nint f, nint g, nint h);
}
