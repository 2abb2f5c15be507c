using GpuCluster.Compute.Ilgpu.Devices;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>
/// Every construct gives on every back end what C# defines, or exactly the wrong result that <see cref="Faults"/> records. So an upgrade of
/// ILGPU that changes a result, for better or for worse, fails here and names the row.
/// </summary>
public sealed class KernelCanaryTests
{
    public static TheoryData<string> Names => TestDevices.Widest;

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Needs", "Device")]
    public void Every_kernel_construct_gives_what_is_right_or_recorded(string name)
    {
        List<string> surprises = new();
        IlgpuDevice device = TestDevices.Open(name);
        try
        {
            string backEnd = BackEnds.Of(device.Info.Backend);
            foreach (Construct construct in Constructs.All)
            {
                string? found = Run(construct, device);
                string recorded = Faults.Of(construct.Code, backEnd)?.Gives ?? "";
                if (found is not null && found != recorded)
                    surprises.Add(Surprise(construct.Code, backEnd, found, recorded));
                if (found is null || found.StartsWith("throws", StringComparison.Ordinal))
                {
                    // A failed compilation poisons its context.
                    device.Dispose();
                    device = TestDevices.Open(name);
                }
            }
        }
        finally
        {
            device.Dispose();
        }

        Assert.True(surprises.Count == 0, string.Join('\n', surprises));
    }

    [Fact]
    public void The_names_of_constructs_are_unique() =>
        Assert.Empty(
            Constructs.All.GroupBy(each => each.Code, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key)
        );

    [Fact]
    public void Every_fault_is_of_a_construct_and_what_to_write_instead_has_no_fault()
    {
        string[] codes = [.. Constructs.All.Select(each => each.Code)];
        Assert.Empty(Faults.All.Select(fault => fault.Code).Except(codes));
        Assert.Empty(Faults.All.Where(fault => fault.WriteSo.StartsWith('`')).Select(fault => fault.WriteSo.Trim('`')).Except(codes));
        Assert.Empty(Faults.All.Select(fault => fault.WriteSo.Trim('`')).Intersect(Faults.All.Select(fault => fault.Code)));
    }

    /// <summary>No device is needed: what the back ends generate from a faulty construct holds the fault.</summary>
    [Fact]
    public void The_generated_text_of_kernel_constructs_shows_the_faults()
    {
        foreach (Fault fault in Faults.All.Where(fault => fault.Shows is not null))
        {
            string text = GeneratedText.Of(Constructs.Of(fault.Code), fault.BackEnd);
            Assert.True(
                text.Contains(fault.Shows!, StringComparison.Ordinal),
                $"`{fault.Code}`: the {fault.BackEnd} text holds no `{fault.Shows}`; update {nameof(Faults)}. The text:\n{text}"
            );
        }
    }

    [Fact]
    public void Every_fault_in_PTX_is_read_in_the_text() =>
        Assert.All(
            Faults.All.Where(fault => fault.BackEnd == BackEnds.Ptx),
            fault => Assert.True(fault.Shows is not null || fault.Code == Faults.NotInTheText, fault.Code)
        );

    /// <summary>A choice that goes into a float as bits shows as a subnormal constant; no construct without a row has one.</summary>
    [Fact]
    public void The_generated_text_of_other_kernel_constructs_has_no_subnormal()
    {
        foreach (Construct construct in Constructs.All.Where(each => Faults.Of(each.Code, BackEnds.Ptx) is null))
        {
            string text = GeneratedText.Of(construct, BackEnds.Ptx);
            Assert.False(text.Contains("0f00000001", StringComparison.Ordinal), $"`{construct.Code}`:\n{text}");
        }
    }

    /// <returns>Null if the device lacks what the construct needs.</returns>
    private static string? Run(Construct construct, IlgpuDevice device)
    {
        try
        {
            return construct.Differences(device.Accelerator);
        }
        catch (Exception fault) when (Chain(fault).Any(each => each is CapabilityNotSupportedException))
        {
            return null;
        }
        catch (Exception fault)
        {
            return "throws " + fault.GetType().Name;
        }
    }

    private static IEnumerable<Exception> Chain(Exception fault) =>
        fault is AggregateException several ? several.InnerExceptions.SelectMany(Chain).Prepend(fault)
        : fault.InnerException is { } inner ? Chain(inner).Prepend(fault)
        : [fault];

    private static string Surprise(string code, string backEnd, string found, string recorded)
    {
        string what = found.Length == 0 ? "is right now" : found;
        string row = recorded.Length == 0 ? "has no row; add one" : $"has the row \"{recorded}\"; update it";
        return $"`{code}` on {backEnd}: {what}. {nameof(Faults)} {row}, and the table in src/GpuCluster.Compute.Ilgpu/README.md.";
    }
}
