using System.Xml.Linq;
using GpuCluster.Testing;

namespace GpuCluster.Architecture.Tests;

/// <summary>The files of the checkout that the tests were built from.</summary>
internal static class Checkout
{
    private static readonly string[] NotSources =
    [
        "bin",
        "obj",
        "out",
        ".git",
        ".build",
        "BenchmarkDotNet.Artifacts",
        "TestResults",
        "node_modules",
    ];

    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>Every project under src by its name.</summary>
    public static IReadOnlyDictionary<string, XElement> Projects { get; } =
        Directory
            .GetFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetFileNameWithoutExtension(path), XElement.Load);

    /// <summary>The packages a project names.</summary>
    public static IEnumerable<string> PackagesOf(string project) => References(project, "PackageReference");

    /// <summary>The projects a project names.</summary>
    public static IEnumerable<string> ProjectsOf(string project) =>
        References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    /// <summary>A project and all it reaches.</summary>
    public static IEnumerable<string> ReachedFrom(string project) => ProjectsOf(project).SelectMany(ReachedFrom).Append(project).Distinct();

    /// <summary>Every file a person wrote, as a path from the root.</summary>
    public static IEnumerable<string> Files() => FilesIn(Root).Select(path => Path.GetRelativePath(Root, path));

    private static IEnumerable<string> References(string project, string kind) =>
        Projects[project].Descendants(kind).Select(reference => (string)reference.Attribute("Include")!);

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory
            .GetFiles(folder)
            .Concat(Directory.GetDirectories(folder).Where(inner => !NotSources.Contains(Path.GetFileName(inner))).SelectMany(FilesIn));
}
