using System.Runtime.CompilerServices;
using GpuCluster.Core.Errors;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Instances;

/// <summary>
/// Checks a VkResult at the call that gave it. The caller first handles codes that are not errors (out of date, timeout).
/// </summary>
public static class VulkanResult
{
    /// <summary>Throws unless <paramref name="result"/> is success.</summary>
    /// <param name="result">What the native call returned.</param>
    /// <param name="call">Filled in by the compiler: the call's own text.</param>
    /// <exception cref="MachineFaultException">Any other result, with a remedy for the user.</exception>
    public static void ThrowOnError(this Result result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result == Result.Success)
            return;
        string function = call.Split('(')[0];
        throw new MachineFaultException(
            result switch
            {
                Result.ErrorDeviceLost =>
                    $"The graphics device was lost in {function}. Start the program again; if it happens again, update the graphics "
                        + "driver or compute on the processor.",
                Result.ErrorOutOfDeviceMemory =>
                    $"The graphics device has no memory left ({function}). Show fewer points, or a smaller picture.",
                Result.ErrorOutOfHostMemory => $"The machine has no memory left ({function}). Show fewer points.",
                Result.ErrorIncompatibleDriver => $"No Vulkan driver was found. {VulkanLoader.Remedy}",
                Result.ErrorSurfaceLostKhr => "The window's surface was lost. Start the program again.",
                _ => $"The Vulkan call {function} failed with {result}. Update the graphics driver, or use the software driver: "
                    + "apt-get install mesa-vulkan-drivers.",
            }
        )
        {
            IsDeviceLost = result is Result.ErrorDeviceLost or Result.ErrorSurfaceLostKhr,
            Remedies = result switch
            {
                Result.ErrorDeviceLost => [Remedy.ComputeOnHost],
                Result.ErrorOutOfDeviceMemory => [Remedy.FewerSamples, Remedy.SmallerImage],
                Result.ErrorOutOfHostMemory => [Remedy.FewerSamples],
                _ => [],
            },
        };
    }
}
