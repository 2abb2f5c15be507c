using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>A C# file.</summary>
/// <param name="Path">From the root, with slashes: a folder for src or tests, one for the project, and those within it.</param>
/// <param name="Text">What it holds.</param>
internal sealed partial record SourceFile(string Path, string Text)
{
    /// <summary>The folder it lies in.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The namespace it declares, or "".</summary>
    public string Namespace => Declaration().Match(Text).Groups["name"].Value;

    /// <summary>The namespace that its folder has.</summary>
    public string FoldersNamespace => string.Join('.', Folder.Split('/').Skip(1));

    /// <summary>The files of the checkout below a folder.</summary>
    public static IReadOnlyList<SourceFile> Under(string folder) =>
        [
            .. Checkout
                .Files()
                .Select(path => path.Replace('\\', '/'))
                .Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal) && path.EndsWith(".cs", StringComparison.Ordinal))
                .Select(path => new SourceFile(path, File.ReadAllText(System.IO.Path.Combine(Checkout.Root, path)))),
        ];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline, 10_000)]
    private static partial Regex Declaration();
}
