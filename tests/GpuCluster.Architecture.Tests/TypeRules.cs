using ArchUnitNET.Fluent;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace GpuCluster.Architecture.Tests;

/// <summary>Who may know whom, by what the compiled types use.</summary>
public sealed class TypeRules
{
    private static readonly string[] All =
    [
        "App",
        "Compute.Host",
        "Compute.Ilgpu",
        "Core",
        "Data",
        "Embedding",
        "Jobs",
        "Panels",
        "Pipeline",
        "Rendering",
        "Scene",
        "Session",
        "Vulkan",
        "Windowing",
    ];

    [Fact]
    public void Every_room_is_under_these_rules() =>
        Assert.Equal(All.Order(), Checkout.Projects.Keys.Select(project => project["GpuCluster.".Length..]).Order());

    [Theory]
    [InlineData(@"^ILGPU(\.|$)", "Compute.Ilgpu")]
    [InlineData(@"^Silk\.NET(\.|$)", "Vulkan Rendering Windowing")]
    [InlineData(@"^Microsoft\.ML\.OnnxRuntime(\.|$)", "Embedding")]
    [InlineData(@"^System\.CommandLine(\.|$)", "App")]
    [InlineData(@"^GpuCluster\.App(\.|$)", "App")]
    public void A_library_is_used_in_its_rooms_only(string library, string rooms)
    {
        foreach (string room in All.Except(rooms.Split(' ')))
            Assert.True(KeepsFrom(room, library).HasNoViolations(Rooms.Architecture), $"{room} uses {library}");
    }

    /// <summary>Libraries, a session too, report to their caller, so that they run where there is no terminal.</summary>
    [Fact]
    public void Only_app_uses_the_console()
    {
        foreach (string room in All.Except(["App"]))
            Assert.True(KeepsFromConsole(room).HasNoViolations(Rooms.Architecture), $"{room} uses the console");
    }

    /// <summary>The planted violation is App's own use of the console.</summary>
    [Fact]
    public void The_rule_finds_a_console() => Assert.False(KeepsFromConsole("App").HasNoViolations(Rooms.Architecture));

    [Fact]
    public void Core_uses_nothing_but_the_framework() =>
        Assert.True(
            KeepsFrom("Core", @"^(?!GpuCluster\.Core(\.|$)|System(\.|$)|Microsoft\.(Win32\.SafeHandles|CodeAnalysis)(\.|$)|$)")
                .HasNoViolations(Rooms.Architecture)
        );

    /// <summary>
    /// The rules above would hold of anything if the loader saw no uses: asked of those who do use a library, they must fail.
    /// </summary>
    [Theory]
    [InlineData("Compute.Ilgpu", @"^ILGPU(\.|$)")]
    [InlineData("Vulkan", @"^Silk\.NET(\.|$)")]
    [InlineData("Rendering", @"^Silk\.NET(\.|$)")]
    [InlineData("Data", @"^GpuCluster\.Core(\.|$)")]
    [InlineData("App", @"^System\.CommandLine(\.|$)")]
    public void The_rule_fails_where_it_is_broken(string room, string library) =>
        Assert.False(KeepsFrom(room, library).HasNoViolations(Rooms.Architecture));

    private static IArchRule KeepsFromConsole(string room) =>
        Types()
            .That()
            .ResideInAssembly(Rooms.Of(room))
            .Should()
            .NotDependOnAny(Types(includeReferenced: true).That().HaveFullNameMatching(@"^System\.Console(\w|$)"))
            .WithoutRequiringPositiveResults();

    private static IArchRule KeepsFrom(string room, string library) =>
        Types()
            .That()
            .ResideInAssembly(Rooms.Of(room))
            .Should()
            .NotDependOnAny(Types(includeReferenced: true).That().ResideInNamespaceMatching(library))
            .WithoutRequiringPositiveResults();
}
