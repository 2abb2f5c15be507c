using ArchUnitNET.Loader;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// The folders of a project: each is a namespace, none uses another in a circle, and none is too long to be read at a glance.
/// </summary>
public sealed class FolderRules
{
    private const int MaxFiles = 20;
    private const string PlantedRoot = "GpuCluster.Architecture.Tests.Planted";

    public static TheoryData<string> Projects => new(Checkout.Projects.Keys.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_of_an_assembly_form_no_circle(string project)
    {
        IReadOnlyList<NamespaceUse> uses = NamespaceUse.Within(Rooms.Architecture, project, SourceFile.Under($"src/{project}"));
        Assert.NotEmpty(uses);
        Assert.Empty(NamespaceUse.OnCircles(uses));
    }

    [Fact]
    public void The_rule_finds_a_planted_circle()
    {
        ArchUnitNET.Domain.Architecture planted = new ArchLoader().LoadAssemblies(typeof(FolderRules).Assembly).Build();
        IEnumerable<NamespaceUse> found = NamespaceUse.OnCircles(
            NamespaceUse.Within(
                planted,
                PlantedRoot,
                SourceFile.Under($"tests/{PlantedRoot.Replace(".Planted", "/Planted", StringComparison.Ordinal)}")
            )
        );
        string[] circles =
        [
            .. found
                .Select(use => $"{use.From[PlantedRoot.Length..]} {use.To[PlantedRoot.Length..]} {use.By[(use.By.LastIndexOf('/') + 1)..]}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            [
                ".Above .Below Roof",
                ".Above .Below Roof.cs",
                ".Above .Beside Roof.cs",
                ".Below .Above Cellar",
                ".Below .Above Cellar.cs",
                ".Beside .Above Garden",
            ],
            circles
        );
    }

    [Fact]
    public void Namespaces_equal_folders()
    {
        IReadOnlyList<SourceFile> sources = [.. SourceFile.Under("src"), .. SourceFile.Under("tests")];
        Assert.True(sources.Count > 100, "the sources were not found");
        Assert.Empty(Misplaced(sources));
    }

    [Fact]
    public void The_rule_finds_a_planted_namespace() =>
        Assert.Equal(
            ["src/Room/Attic/Box.cs", "src/Room/Box.cs"],
            Misplaced([
                new("src/Room/Attic/Box.cs", "namespace Room;"),
                new("src/Room/Box.cs", "class Box;"),
                new("src/Room/Attic/Shelf.cs", "using System;\n\nnamespace Room.Attic;"),
            ])
        );

    [Fact]
    public void No_folder_holds_more_files_than_a_glance_takes_in() => Assert.Empty(Crowded(SourceFile.Under("src")));

    [Fact]
    public void The_rule_finds_a_planted_crowd()
    {
        static IEnumerable<SourceFile> Files(string folder, int count) =>
            Enumerable.Range(0, count).Select(i => new SourceFile($"{folder}/{i}.cs", ""));
        Assert.Equal(["src/Room/Attic"], Crowded([.. Files("src/Room", MaxFiles), .. Files("src/Room/Attic", MaxFiles + 1)]));
    }

    private static IEnumerable<string> Misplaced(IEnumerable<SourceFile> sources) =>
        sources.Where(source => source.Namespace != source.FoldersNamespace && !IsTopLevel(source)).Select(source => source.Path);

    // The statements of a program stand in no namespace; each file under samples is one.
    private static bool IsTopLevel(SourceFile source) =>
        source.Namespace.Length == 0
        && (
            source.Path.EndsWith("/Program.cs", StringComparison.Ordinal)
            || source.Path.StartsWith("tests/samples/", StringComparison.Ordinal)
        );

    private static IEnumerable<string> Crowded(IEnumerable<SourceFile> sources) =>
        sources.GroupBy(source => source.Folder).Where(folder => folder.Count() > MaxFiles).Select(folder => folder.Key);
}
