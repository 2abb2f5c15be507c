namespace GpuCluster.Architecture.Tests;

/// <summary>Who may know whom, by what the project files name: a reference counts even before code uses it.</summary>
public sealed class ProjectRules
{
    [Fact]
    public void Core_references_nothing()
    {
        Assert.Empty(Checkout.PackagesOf("GpuCluster.Core"));
        Assert.Empty(Checkout.ProjectsOf("GpuCluster.Core"));
    }

    [Theory]
    [InlineData("ILGPU", "GpuCluster.Compute.Ilgpu")]
    [InlineData("Silk.NET", "GpuCluster.Vulkan GpuCluster.Rendering GpuCluster.Windowing")]
    [InlineData("System.CommandLine", "GpuCluster.App")]
    [InlineData("ModelContextProtocol.Core", "GpuCluster.App")]
    [InlineData("Microsoft.ML.OnnxRuntime.Managed", "GpuCluster.Embedding")]
    [InlineData("Microsoft.ML.OnnxRuntime", "GpuCluster.Embedding GpuCluster.Pipeline")]
    public void A_package_stays_in_its_rooms(string package, string rooms)
    {
        string[] users = [.. Checkout.Projects.Keys.Where(project => Checkout.PackagesOf(project).Any(name => IsOrIsUnder(name, package)))];
        Assert.NotEmpty(users);
        Assert.Empty(users.Except(rooms.Split(' ')));
    }

    [Fact]
    public void No_library_reaches_both_ilgpu_and_vulkan()
    {
        bool ReachesBoth(string project) => Reaches(project, "ILGPU") && Reaches(project, "Silk.NET");
        Assert.Equal(["GpuCluster.App"], Checkout.Projects.Keys.Where(ReachesBoth));
    }

    [Fact]
    public void Only_app_sees_every_room_and_no_room_sees_app()
    {
        Assert.Equal(Checkout.Projects.Keys.Order(), Checkout.ReachedFrom("GpuCluster.App").Order());
        Assert.DoesNotContain(Checkout.Projects.Keys, project => Checkout.ProjectsOf(project).Contains("GpuCluster.App"));
    }

    [Theory]
    [InlineData("GpuCluster.Data", "GpuCluster.Core")]
    [InlineData("GpuCluster.Embedding", "GpuCluster.Core")]
    [InlineData("GpuCluster.Compute.Host", "GpuCluster.Core")]
    [InlineData("GpuCluster.Compute.Ilgpu", "GpuCluster.Core")]
    [InlineData("GpuCluster.Pipeline", "GpuCluster.Core GpuCluster.Data GpuCluster.Embedding GpuCluster.Compute.Host")]
    [InlineData("GpuCluster.Jobs", "GpuCluster.Core GpuCluster.Data GpuCluster.Embedding GpuCluster.Compute.Host GpuCluster.Pipeline")]
    [InlineData("GpuCluster.Scene", "GpuCluster.Core")]
    [InlineData("GpuCluster.Panels", "GpuCluster.Core GpuCluster.Scene")]
    [InlineData("GpuCluster.Vulkan", "GpuCluster.Core")]
    [InlineData("GpuCluster.Rendering", "GpuCluster.Core GpuCluster.Scene GpuCluster.Vulkan")]
    [InlineData("GpuCluster.Windowing", "GpuCluster.Core GpuCluster.Scene GpuCluster.Vulkan")]
    [InlineData(
        "GpuCluster.Session",
        "GpuCluster.Core GpuCluster.Data GpuCluster.Compute.Host GpuCluster.Pipeline GpuCluster.Scene GpuCluster.Panels "
            + "GpuCluster.Vulkan GpuCluster.Rendering GpuCluster.Windowing"
    )]
    public void A_room_knows_only_its_neighbours(string room, string neighbours) =>
        Assert.Empty(Checkout.ProjectsOf(room).Except(neighbours.Split(' ')));

    private static bool Reaches(string project, string package) =>
        Checkout.ReachedFrom(project).SelectMany(Checkout.PackagesOf).Any(name => IsOrIsUnder(name, package));

    private static bool IsOrIsUnder(string name, string package) =>
        name == package || name.StartsWith(package + ".", StringComparison.Ordinal);
}
