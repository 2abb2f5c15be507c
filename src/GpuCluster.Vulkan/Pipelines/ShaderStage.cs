using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Pipelines;

/// <summary>SPIR-V for one stage, with entry point "main".</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="SpirV">The module's bytes, a multiple of 4.</param>
public readonly record struct ShaderStage(ShaderStageFlags Stage, byte[] SpirV)
{
    /// <summary>Sets specialisation constants 0, 1, 2… to 32-bit values.</summary>
    /// <param name="values">The constants; they and <paramref name="entries"/> outlive the result.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="entries">Room for <paramref name="count"/>.</param>
    internal static unsafe SpecializationInfo Specialise(uint* values, int count, SpecializationMapEntry* entries)
    {
        for (int i = 0; i < count; i++)
        {
            entries[i] = new SpecializationMapEntry
            {
                ConstantID = (uint)i,
                Offset = (uint)(i * sizeof(uint)),
                Size = sizeof(uint),
            };
        }

        return new SpecializationInfo
        {
            MapEntryCount = (uint)count,
            PMapEntries = entries,
            DataSize = (nuint)(count * sizeof(uint)),
            PData = values,
        };
    }

    /// <summary>Makes the VkShaderModule; the caller destroys it once its pipeline is made.</summary>
    internal unsafe ShaderModule CreateModule(VulkanDevice device)
    {
        fixed (byte* code = SpirV)
        {
            ShaderModuleCreateInfo info = new()
            {
                SType = StructureType.ShaderModuleCreateInfo,
                CodeSize = (nuint)SpirV.Length,
                PCode = (uint*)code,
            };
            ShaderModule module;
            device.Api.CreateShaderModule(device.Handle, &info, null, &module).ThrowOnError();
            return module;
        }
    }
}
