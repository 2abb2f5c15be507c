using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// Libraries know no command line: their errors name settings (<c>Core.Errors.Remedy</c>), and App gives the option of each. Read from the
/// compiled assemblies, where the literals of a method stand in one heap, those of interpolated strings included.
/// </summary>
public sealed partial class MessageRules
{
    public static TheoryData<string> Libraries => [.. Checkout.Projects.Keys.Where(project => project != "GpuCluster.App").Order()];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_names_no_option(string library) => Assert.Empty(OptionsIn(Rooms.Of(library["GpuCluster.".Length..]).Location));

    /// <summary>The planted violation is this project's own literal below, and App's options.</summary>
    [Fact]
    public void The_rule_finds_a_planted_option()
    {
        int planted = 3;
        Assert.StartsWith("use", $"use fewer with --planted {planted}");
        Assert.Contains("use fewer with --planted ", OptionsIn(typeof(MessageRules).Assembly.Location));
        Assert.Contains("--limit", OptionsIn(Rooms.Of("App").Location));
    }

    private static IEnumerable<string> OptionsIn(string assembly) => StringsIn(assembly).Where(text => Option().IsMatch(text));

    private static List<string> StringsIn(string assembly)
    {
        using FileStream file = File.OpenRead(assembly);
        using PEReader portable = new(file);
        MetadataReader reader = portable.GetMetadataReader();
        List<string> strings = [];
        for (UserStringHandle at = MetadataTokens.UserStringHandle(1); !at.IsNil; at = reader.GetNextHandle(at))
            strings.Add(reader.GetUserString(at));
        Assert.NotEmpty(strings);
        return strings;
    }

    [GeneratedRegex("(?<![-\\w])--[a-zA-Z]", RegexOptions.None, 10_000)]
    private static partial Regex Option();
}
