using System.Reflection;
using GpuCluster.Compute.Ilgpu.Tests.Costs;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What NVIDIA's assembler makes of the kernels' text, where it is installed.</summary>
public sealed class PtxAssemblerTests
{
    [Fact]
    public async Task Ptxas_accepts_every_kernel_without_spilling_and_takes_what_is_recorded()
    {
        PtxAssembler? assembler = PtxAssembler.Find();
        Assert.SkipWhen(assembler is null, "ptxas is not on the PATH (it comes with NVIDIA's CUDA toolkit)");
        List<string> spilling = [];
        SortedDictionary<string, PtxResources> found = new(StringComparer.Ordinal);
        foreach (MethodInfo kernel in KernelText.Kernels())
        {
            foreach (CudaArchitecture architecture in KernelText.Architectures)
            {
                string name = KernelText.NameOf(kernel);
                PtxResources resources = await assembler!.AssembleAsync(name, KernelText.Ptx(kernel, architecture), architecture);
                if (resources.SpillBytes > 0)
                    spilling.Add($"{name} on {architecture}: {resources}");
                if (KernelRecord.Architectures.Contains(architecture))
                    found.Add(KernelRecord.KeyOf(name, architecture), resources);
            }
        }

        Assert.Empty(spilling);
        KernelRecord.Compare(found);
    }
}
