using System.Reflection;
using GpuCluster.Fuzz.Targets;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace GpuCluster.Chaos.Tests;

/// <summary>Every type that opens a file of a user belongs to a target of the fuzzer, so a new reader without one fails here.</summary>
public sealed class ReaderRules
{
    /// <summary>Types that open files and read none of a user's.</summary>
    private static readonly Dictionary<string, string> NoReaders = new(StringComparer.Ordinal)
    {
        ["Data.Files.InputFile"] = "opens for others",
        ["Data.Files.LightFile"] = "opens for others",
        ["Data.Files.AtomicFile"] = "writes",
        ["Data.Files.UnfinishedFile"] = "writes",
        ["Data.Files.Unfinished"] = "reads /proc",
        ["Data.Records.RecordImages"] = "writes",
        ["Jobs.Workers.Claims"] = "reads the name that a worker wrote, whatever it is",
        ["Jobs.Workers.WorkerRecords"] = "reads what workers noted for people; the rest is left out",
        ["App.Benchmarks.BenchmarkFiles"] = "writes",
        ["App.Shares.ShareFolder"] = "looks whether a page is of this program",
        ["App.Benchmarks.Regress.RegressRecords"] = "reads times that this program recorded",
        ["App.Commands.Models.AvailableModel"] = "reads a page of the program",
        ["App.Commands.Bench.BenchSceneCommand"] = "reads /proc",
        ["App.CommandLine.ProcessStart"] = "reads /proc",
        ["App.CommandLine.ChangedInput"] = "reads /proc",
        ["App.Devices.HostMachine"] = "reads /proc",
        ["App.Diagnosis.MemoryCheck"] = "reads /proc",
        ["App.Diagnosis.FolderCheck"] = "writes",
        ["App.Diagnosis.CrashReport"] = "writes",
        ["App.Output.RunLog"] = "writes",
        ["Session.Remote.RemotePlace"] = "writes a token",
        ["Session.Remote.RemoteCaller"] = "reads a token that a window wrote",
        ["Session.Files.OutFolder"] = "writes",
        ["Session.Files.Mp4Boxes"] = "reads the sizes of boxes that ffmpeg has just written",
    };

    private static readonly string[] Rooms =
    [
        "GpuCluster.Data",
        "GpuCluster.Embedding",
        "GpuCluster.Pipeline",
        "GpuCluster.Jobs",
        "GpuCluster.Session",
        "gpucluster",
    ];

    [Fact]
    public void Every_reader_of_a_file_is_a_target()
    {
        string[] named = [.. FuzzTargets.All.SelectMany(target => target.Readers)];
        string[] opening = [.. Rooms.SelectMany(room => Openers(Assembly.Load(room).Location)).Distinct()];
        Assert.True(opening.Length > 30, "the readers were not found");
        Assert.Empty(opening.Except(named).Except(NoReaders.Keys).Order());
    }

    [Fact]
    public void Every_named_reader_exists()
    {
        HashSet<string> types = [.. Rooms.SelectMany(room => Assembly.Load(room).GetTypes()).Select(type => Short(type.FullName!))];
        Assert.DoesNotContain(FuzzTargets.All.SelectMany(target => target.Readers).Concat(NoReaders.Keys), name => !types.Contains(name));
    }

    [Fact]
    public void A_planted_reader_is_found() =>
        Assert.Contains(
            Openers(typeof(ReaderRules).Assembly.Location),
            name => name.EndsWith(nameof(PlantedReader), StringComparison.Ordinal)
        );

    [Fact]
    public void Names_of_targets_differ() =>
        Assert.Equal(FuzzTargets.All.Count, FuzzTargets.All.Select(target => target.Name).Distinct(StringComparer.Ordinal).Count());

    private static IEnumerable<string> Openers(string assembly)
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(assembly);
        return
        [
            .. module
                .GetTypes()
                .SelectMany(type => type.Methods)
                .Where(method => method.HasBody && method.Body.Instructions.Any(IsOpening))
                .Select(method => Short(Outermost(method.DeclaringType).FullName))
                .Distinct(),
        ];
    }

    private static bool IsOpening(Instruction instruction) =>
        instruction.Operand is MethodReference called
        && (called.DeclaringType.FullName, called.Name) switch
        {
            ("GpuCluster.Data.Files.InputFile", "Open" or "OpenHandle") => true,
            ("GpuCluster.Data.Files.LightFile", "TryOpen") => true,
            ("System.IO.File", "Open" or "OpenRead" or "OpenText" or "OpenHandle") => true,
            ("System.IO.File", var name) => name.StartsWith("Read", StringComparison.Ordinal),
            ("System.IO.FileStream", ".ctor") => true,
            ("System.IO.StreamReader", ".ctor") => called.Parameters[0].ParameterType.FullName == "System.String",
            ("System.IO.MemoryMappedFiles.MemoryMappedFile", "CreateFromFile") => true,
            ("System.IO.Compression.ZipFile", _) => true,
            ("SkiaSharp.SKCodec", "Create") => called.Parameters[0].ParameterType.FullName == "System.String",
            ("Microsoft.ML.OnnxRuntime.InferenceSession", ".ctor") => true,
            _ => false,
        };

    private static TypeDefinition Outermost(TypeDefinition type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static string Short(string name) =>
        name.Split('`')[0] is var plain && plain.StartsWith("GpuCluster.", StringComparison.Ordinal)
            ? plain["GpuCluster.".Length..]
            : plain;
}
