namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>The table of the kernel author's page is the table of the tests.</summary>
public sealed class KernelPageTests
{
    [Fact]
    public void The_page_lists_every_fault()
    {
        string[]? page = KernelPage.Lines();
        Assert.SkipWhen(page is null, "the tests do not run within a checkout");
        string[] expected = [.. Faults.All.Select(KernelPage.Row)];
        Assert.True(
            KernelPage.Rows(page!).SequenceEqual(expected, StringComparer.Ordinal),
            $"the table of src/GpuCluster.Compute.Ilgpu/README.md has to be:\n{string.Join('\n', expected)}"
        );
    }

    [Fact]
    public void The_page_names_the_version_of_ILGPU_that_runs()
    {
        Assert.Equal(Faults.Version, Faults.Running);
        string[]? page = KernelPage.Lines();
        Assert.SkipWhen(page is null, "the tests do not run within a checkout");
        Assert.Contains(
            page!.SkipWhile(line => line != KernelPage.Heading),
            line => line.Contains($"ILGPU {Faults.Running}", StringComparison.Ordinal)
        );
    }
}
