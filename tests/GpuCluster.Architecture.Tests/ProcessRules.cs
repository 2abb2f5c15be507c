using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// Programs of the system are found on the path (SystemProgram): by a bare name, .NET would run a file of that name in the current folder.
/// </summary>
public sealed partial class ProcessRules
{
    [Fact]
    public void No_program_is_started_by_its_bare_name() => Assert.Empty(BareNames(SourceFile.Under("src")));

    [Fact]
    public void The_rule_finds_planted_names() =>
        Assert.Equal(
            ["src/Room/Box.cs", "src/Room/Lid.cs", "src/Room/Shelf.cs"],
            BareNames([
                new("src/Room/Box.cs", "ProcessStartInfo start = new(\"ffmpeg\")"),
                new("src/Room/Lid.cs", "new ProcessStartInfo(\"ffprobe\", arguments)"),
                new("src/Room/Shelf.cs", "Process.Start(\"xdg-open\", file)"),
                new("src/Room/Attic.cs", "new ProcessStartInfo(ffmpeg); Process.Start(start); SystemProgram.Find(\"ffmpeg\")"),
            ])
        );

    private static IEnumerable<string> BareNames(IEnumerable<SourceFile> sources) =>
        sources.Where(source => Started().IsMatch(source.Text)).Select(source => source.Path).Order(StringComparer.Ordinal);

    [GeneratedRegex("(ProcessStartInfo( \\w+ = new)?|Process\\.Start)\\(\\s*\"", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Started();
}
