using GpuCluster.Compute.Ilgpu.Tests.Canary;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>No kernel and nothing that a kernel calls holds what ILGPU is known to get wrong.</summary>
public sealed class KernelIlGuardTests
{
    private const string Product = "GpuCluster.Compute.Ilgpu",
        Core = "GpuCluster.Core",
        Tests = "GpuCluster.Compute.Ilgpu.Tests";
    private const string Side = "the side of a block, at most 128";

    /// <summary>Lines that may break a rule. A line that is gone or no longer needs it has to go here too.</summary>
    private static readonly IlAllowance[] Allowed =
    [
        Division("DotTileKernel.Multiply", "int rowAt = (feature * rowStride / 4) + threadRow;", "a place in shared memory"),
        Division("DotTileKernel.Multiply", "int columnAt = (feature * columnStride / 4) + threadColumn;", "a place in shared memory"),
        Division("DotTileKernel.Multiply", "StoreBlock(squaredLengths, tile, shape, finish, row, column + (width / 2), topRight);", Side),
        Division(
            "DotTileKernel.Multiply",
            "StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column, bottomLeft);",
            Side
        ),
        Division(
            "DotTileKernel.Multiply",
            "StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column + (width / 2), bottomRight);",
            Side
        ),
        Division("DotTileKernel.Stage", "int sample = firstSample + (at / Depth);", "counts up from the thread's index"),
        Division("DotTileKernel.Stage", "part[(at % Depth * stride) + (at / Depth)] = value;", "counts up from the thread's index"),
        Division("MergeTopKernel.CountBelow", "int middle = (low + high) / 2;", "two places in a list of at most 512"),
        Division("SortRowsKernel.Run", "for (int root = (length / 2) - 1; root >= 0; root--)", "the length of a row, as row starts ascend"),
    ];

    public static TheoryData<string, string> Planted =>
        new()
        {
            { nameof(PlantedFaults.ChoiceOnTheStack), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceInALocal), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceReturned), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceAsAnArgument), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceInAField), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceOfUnsigned), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.ChoiceInAGenericCall), nameof(IlRule.ChoiceIntoFloat) },
            { nameof(PlantedFaults.SignedDivision), nameof(IlRule.DivisionByPowerOfTwo) },
            { nameof(PlantedFaults.UnsignedDivision), nameof(IlRule.DivisionByPowerOfTwo) },
            { nameof(PlantedFaults.LongDivision), nameof(IlRule.DivisionByPowerOfTwo) },
            { nameof(PlantedFaults.SpecializedDivision), nameof(IlRule.DivisionByPowerOfTwo) },
            { nameof(PlantedFaults.DivisionByAnArgument), nameof(IlRule.DivisionByPowerOfTwo) },
            { nameof(PlantedFaults.SignedByteOfByte), nameof(IlRule.LostConversion) },
            { nameof(PlantedFaults.ShortOfUnsigned), nameof(IlRule.LostConversion) },
            { nameof(PlantedFaults.ByteOfSignedElement), nameof(IlRule.LostConversion) },
            { nameof(PlantedFaults.ByteOfFloat), nameof(IlRule.LostConversion) },
            { nameof(PlantedFaults.DoubleProduct), nameof(IlRule.Double) },
            { nameof(PlantedFaults.DoubleRoot), nameof(IlRule.Double) },
            { nameof(PlantedFaults.DoubleOfUnsigned), nameof(IlRule.Double) },
            { nameof(PlantedFaults.FusedMultiplyAdd), nameof(IlRule.Call) },
            { nameof(PlantedFaults.Clamp), nameof(IlRule.Call) },
            { nameof(PlantedFaults.DynamicSharedMemory), nameof(IlRule.Call) },
            { nameof(PlantedFaults.Shuffle), nameof(IlRule.Call) },
            { nameof(PlantedFaults.HalfOfTheBaseLibrary), nameof(IlRule.Call) },
        };

    [Fact]
    public void No_kernel_holds_what_devices_get_wrong()
    {
        Assert.SkipWhen(KernelPage.Lines() is null, "the tests do not run within a checkout");
        IReadOnlyList<IlFinding> findings = OfTheProduct();
        IlFinding[] refused = [.. findings.Where(finding => !Allowed.Any(allowance => allowance.Covers(finding)))];
        Assert.True(
            refused.Length == 0,
            $"src/GpuCluster.Compute.Ilgpu/README.md says what to write instead:\n{string.Join('\n', (object[])refused)}"
        );
        Assert.Empty(
            Allowed
                .Where(allowance => !findings.Any(allowance.Covers))
                .Select(allowance => $"no longer needed: {allowance.Method}: {allowance.Line}")
        );
    }

    /// <summary>Formulas of Core that kernels call through type parameters, methods of structs, and helpers are all read.</summary>
    [Fact]
    public void Reads_all_that_kernels_call()
    {
        using IlAssemblies assemblies = new(Core, Product);
        string[] read = [.. IlGuard.MethodsRead(assemblies)];
        Assert.Superset(
            new HashSet<string>(
                [
                    "UmapForces.Either",
                    "ScalarFloat.op_Multiply",
                    "CounterRandom.Bits",
                    "UmapSchedule.Fires",
                    "TsneForces.Gradient",
                    "SmoothKnnDistance.Fit",
                    "GroupSum.Of",
                    "Float4.Plus",
                ],
                StringComparer.Ordinal
            ),
            new HashSet<string>(read, StringComparer.Ordinal)
        );
        Assert.DoesNotContain("ScalarDouble.op_Multiply", read);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void Finds_a_planted_fault(string kernel, string rule)
    {
        using IlAssemblies assemblies = new(Core, Product, Tests);
        IReadOnlyList<IlFinding> found = IlGuard.Read(assemblies, method => method == $"{typeof(PlantedFaults).FullName}.{kernel}");
        Assert.Contains(rule, found.Select(finding => finding.Rule.ToString()));
        Assert.All(found, finding => Assert.Contains(finding.Method.Split('.')[0], (string[])[nameof(PlantedFaults), nameof(PlantedRule)]));
    }

    [Fact]
    public void Every_planted_fault_is_looked_for() =>
        Assert.Equal(
            typeof(PlantedFaults).GetMethods().Where(method => method.IsStatic).Select(method => method.Name).Order(StringComparer.Ordinal),
            Planted.Select(row => row.Data.Item1).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Accepts_the_planted_faults_as_they_should_be_written()
    {
        using IlAssemblies assemblies = new(Core, Product, Tests);
        Assert.Empty(IlGuard.Read(assemblies, method => method.StartsWith(typeof(PlantedTwins).FullName!, StringComparison.Ordinal)));
    }

    private static IlAllowance Division(string method, string line, string reason) =>
        new(IlRule.DivisionByPowerOfTwo, method, line, "not negative: " + reason);

    private static IReadOnlyList<IlFinding> OfTheProduct()
    {
        using IlAssemblies assemblies = new(Core, Product);
        return IlGuard.Read(assemblies, _ => true);
    }
}
