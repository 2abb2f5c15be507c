namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

public sealed class DeviceTableTests
{
    private const string Readme = $"before\n{DeviceTable.Begin}\n{DeviceTable.End}\nafter\n";

    private static readonly string[] Kernels = ["UmapHeadsKernel.Run", "UmapTailsKernel.Run", "NewKernel.Run"];

    [Fact]
    public void It_names_stages_devices_versions_and_figures_and_is_fresh_when_written()
    {
        string written = Written(Readme, Pocl(0.961));
        Assert.StartsWith("before\n", written, StringComparison.Ordinal);
        Assert.EndsWith("\nafter\n", written, StringComparison.Ordinal);
        Assert.Contains("| what | kernels | PoCL 6.0 (processor) |", written, StringComparison.Ordinal);
        Assert.Contains("| run with |  | 2026-11-30: PoCL 6.0, ILGPU 1.5.3, .NET 10.0 |", written, StringComparison.Ordinal);
        Assert.Contains("| UMAP epoch `vertex-serial` | UmapHeads, UmapTails | right |", written, StringComparison.Ordinal);
        Assert.Contains("| New | New | not run |", written, StringComparison.Ordinal);
        Assert.Contains("| UMAP `gather` | whole layout | trustworthiness 0.961 (host 0.963) |", written, StringComparison.Ordinal);
        Assert.Null(Difference(written, Pocl(0.961)));
        Assert.Equal(written, Written(written, Pocl(0.961)));
    }

    [Fact]
    public void The_last_digit_may_differ_and_nothing_else()
    {
        string written = Written(Readme, Pocl(0.961));
        Assert.Null(Difference(written, Pocl(0.966)));
        Assert.Contains("0.858", Difference(written, Pocl(0.858)), StringComparison.Ordinal);
        Assert.Contains(
            "not run",
            Difference(written, [.. Pocl(0.961).Where(line => line.Kernel != "UmapHeadsKernel.Run")]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no longer run",
            Difference(written, [.. Pocl(0.961).Select(line => line with { Figure = "" })]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ILGPU 1.6.0",
            Difference(written, [.. Pocl(0.961).Select(line => line with { Ilgpu = "1.6.0" })]),
            StringComparison.Ordinal
        );
        Assert.Contains("no table", Difference(Readme, Pocl(0.961)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_device_adds_its_column_and_leaves_the_others()
    {
        string written = Written(Readme, Pocl(0.961));
        DeviceRecordLine[] gpu = [.. Pocl(0.97).Select(line => line with { Backend = "Cuda", Device = "A Card", Driver = "CUDA 12.8" })];
        Assert.Null(Difference(written, gpu));
        string both = Written(written, gpu);
        Assert.Contains("| what | kernels | A Card (Cuda) | PoCL 6.0 (processor) |", both, StringComparison.Ordinal);
        Assert.Contains("| trustworthiness 0.970 (host 0.963) | trustworthiness 0.961 (host 0.963) |", both, StringComparison.Ordinal);
        Assert.Null(Difference(both, gpu));
        Assert.Null(Difference(both, Pocl(0.961)));
    }

    private static DeviceRecordLine[] Pocl(double figure) =>
        [
            Line("UmapHeadsKernel.Run", ""),
            Line("UmapTailsKernel.Run", FormattableString.Invariant($"UMAP `gather`: trustworthiness {figure:0.000} (host 0.963)")),
        ];

    private static DeviceRecordLine Line(string kernel, string figure) =>
        DeviceRecordLine.Parse(new DeviceRecordLine("OpenCl", "cpu-one", "PoCL 6.0", "1.5.3", kernel, "Tests.One", figure).ToString());

    private static DeviceTable Of(DeviceRecordLine[] record) => DeviceTable.Of(record, Kernels, "10.0", new DateOnly(2026, 11, 30));

    private static string Written(string readme, DeviceRecordLine[] record) =>
        Of(record).With(DeviceTable.Parse(readme)).WrittenInto(readme);

    private static string? Difference(string readme, DeviceRecordLine[] record) => Of(record).DifferenceFrom(DeviceTable.Parse(readme));
}
