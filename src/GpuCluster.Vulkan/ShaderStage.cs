using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan;

/// <summary>SPIR-V for one stage, with entry point "main".</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="SpirV">The module's bytes, a multiple of 4.</param>
public readonly record struct ShaderStage(ShaderStageFlags Stage, byte[] SpirV)
{
    /// <summary>Makes the VkShaderModule; the caller destroys it once its pipeline is made.</summary>
    internal unsafe ShaderModule CreateModule(VulkanDevice device)
    {
        fixed (byte* code = SpirV)
        {
            var info = new ShaderModuleCreateInfo { SType = StructureType.ShaderModuleCreateInfo, CodeSize = (nuint)SpirV.Length, PCode = (uint*)code };
            ShaderModule module;
            device.Api.CreateShaderModule(device.Handle, &info, null, &module).ThrowOnError();
            return module;
        }
    }
}
