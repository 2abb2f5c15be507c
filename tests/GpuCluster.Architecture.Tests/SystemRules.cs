using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// Windows has no C library of that name: a call to it is an exception there. So a caller asks for the system, and does something
/// else on Windows.
/// </summary>
public sealed partial class SystemRules
{
    [Fact]
    public void Who_calls_the_c_library_asks_for_the_system() => Assert.Empty(Unasked(SourceFile.Under("src")));

    [Fact]
    public void The_rule_finds_planted_calls() =>
        Assert.Equal(
            ["src/Room/Box.cs", "src/Room/Lid.cs"],
            Unasked([
                new("src/Room/Box.cs", "[LibraryImport(\"libc\", SetLastError = true)] static partial int kill(int process, int signal);"),
                new("src/Room/Lid.cs", "[DllImport(\"libc\")] static extern int close(int file);"),
                new("src/Room/Shelf.cs", "if (OperatingSystem.IsLinux()) close(3); [DllImport(\"libc\")] static extern int close(int f);"),
                new("src/Room/Attic.cs", "[LibraryImport(\"cuda\")] static partial int cuInit(uint flags);"),
            ])
        );

    private static IEnumerable<string> Unasked(IEnumerable<SourceFile> sources) =>
        sources
            .Where(source => Imports().IsMatch(source.Text) && !source.Text.Contains("OperatingSystem.Is", StringComparison.Ordinal))
            .Select(source => source.Path)
            .Order(StringComparer.Ordinal);

    [GeneratedRegex("(LibraryImport|DllImport)\\(\\s*\"libc\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Imports();
}
