using System.Reflection;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Graphs;
using GpuCluster.Testing;
using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>
/// Every kernel compiles for every architecture that is meant to run it, and the text holds no sign of a miscompilation. Needs no GPU.
/// </summary>
public sealed class KernelTextTests
{
    public static TheoryData<string> KernelNames => [.. KernelText.Kernels().Select(KernelText.NameOf)];

    [Fact]
    public void Every_kernel_file_holds_a_marked_entry()
    {
        IEnumerable<Type> named = typeof(KernelEntryAttribute)
            .Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Kernel", StringComparison.Ordinal));
        Assert.Empty(named.Except(KernelText.Kernels().Select(kernel => kernel.DeclaringType!)));
        Assert.NotEmpty(KernelText.Kernels());
    }

    [Theory]
    [MemberData(nameof(KernelNames))]
    public void Compiles_to_what_the_source_says(string name)
    {
        MethodInfo kernel = KernelText.Kernels().Single(each => KernelText.NameOf(each) == name);
        int shifts = AllowedShift.All.Where(allowed => allowed.Kernel == kernel.DeclaringType!.Name).Sum(allowed => allowed.Count);
        foreach (CudaArchitecture architecture in KernelText.Architectures)
        {
            string ptx = KernelText.Ptx(kernel, architecture);
            Assert.Contains(".entry", ptx, StringComparison.Ordinal);
            Assert.Empty(KernelTextRules.FaultsInPtx(ptx));
            Assert.Equal(shifts, KernelTextRules.ShiftsInPtx(ptx));
        }

        string openCl = KernelText.OpenCl(kernel);
        Assert.Contains("kernel void", openCl, StringComparison.Ordinal);
        string[] faults = [.. KernelTextRules.FaultsInOpenCl(openCl)];

        // A swap writes the element that the heap sort then reads, and what it writes depends on what it read before.
        if (kernel.DeclaringType == typeof(SortRowsKernel))
            Assert.Equal([KernelTextRules.ReadAfterWrite], faults);
        else
            Assert.Empty(faults);
        Assert.Equal(shifts, KernelTextRules.ShiftsInOpenCl(openCl));
    }

    [Fact]
    public void Allowed_shifts_stand_in_the_source()
    {
        foreach (AllowedShift allowed in AllowedShift.All)
        {
            string file = Path.Combine(RepositoryRoot.Find(), "src", "GpuCluster.Compute.Ilgpu", allowed.File);
            Assert.True(
                File.ReadLines(file).Any(line => line.Trim() == allowed.Line),
                $"{allowed.File} no longer holds the line: {allowed.Line}"
            );
        }
    }

    [Theory]
    [InlineData(nameof(FaultyKernels.ChoosesWholeNumbersIntoAFloat), "subnormal")]
    [InlineData(nameof(FaultyKernels.MultipliesInDouble), "double")]
    [InlineData(nameof(FaultyKernels.ComparesInDoubleWithinAPower), "double")]
    [InlineData(nameof(FaultyKernels.KeepsAnArrayInLocalMemory), "local memory")]
    public void A_fault_is_found_in_ptx(string name, string expected) =>
        Assert.Contains(
            expected,
            Assert.Single(KernelTextRules.FaultsInPtx(KernelText.Ptx(Faulty(name), CudaArchitecture.SM_75))),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(nameof(FaultyKernels.ChoosesWholeNumbersIntoAFloat), "subnormal")]
    [InlineData(nameof(FaultyKernels.MultipliesInDouble), "double")]
    [InlineData(nameof(FaultyKernels.SizesSharedMemoryAtLaunch), "shared memory")]
    [InlineData(nameof(FaultyKernels.AddsUpAndClears), "after a write")]
    public void A_fault_is_found_in_opencl(string name, string expected) =>
        Assert.Contains(expected, Assert.Single(KernelTextRules.FaultsInOpenCl(KernelText.OpenCl(Faulty(name)))), StringComparison.Ordinal);

    [Fact]
    public void A_division_that_became_a_shift_is_counted()
    {
        MethodInfo kernel = Faulty(nameof(FaultyKernels.DividesANumberThatMayBeNegative));
        Assert.Equal(1, KernelTextRules.ShiftsInPtx(KernelText.Ptx(kernel, CudaArchitecture.SM_75)));
        Assert.Equal(1, KernelTextRules.ShiftsInOpenCl(KernelText.OpenCl(kernel)));
    }

    private static MethodInfo Faulty(string name) => KernelText.KernelsOf([typeof(FaultyKernels)]).Single(kernel => kernel.Name == name);
}
