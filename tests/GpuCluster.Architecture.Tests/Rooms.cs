using System.Reflection;
using ArchUnitNET.Loader;

namespace GpuCluster.Architecture.Tests;

/// <summary>The built rooms: every assembly that a project under src makes.</summary>
internal static class Rooms
{
    public static IReadOnlyList<Assembly> Assemblies { get; } =
    [.. Checkout.Projects.Keys.Order().Select(project => Assembly.Load(project == "GpuCluster.App" ? "gpucluster" : project))];

    public static ArchUnitNET.Domain.Architecture Architecture { get; } = new ArchLoader().LoadAssemblies([.. Assemblies]).Build();

    public static Assembly Of(string room) =>
        Assemblies.Single(assembly => assembly.GetName().Name == (room == "App" ? "gpucluster" : $"GpuCluster.{room}"));
}
