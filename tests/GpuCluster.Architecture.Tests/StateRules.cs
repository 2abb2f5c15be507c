using System.Reflection;
using System.Runtime.CompilerServices;

namespace GpuCluster.Architecture.Tests;

/// <summary>No statics hold state: what lives longer than a call is owned by an object that someone created and disposes.</summary>
public sealed class StateRules
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_static_holds_state() => Assert.Empty(Rooms.Assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(StatesOf));

    [Fact]
    public void The_rule_finds_planted_state() =>
        Assert.Equal(["Planted.Count", "Planted.Names", "Planted.<Current>k__BackingField"], StatesOf(typeof(Planted)));

    private static IEnumerable<string> StatesOf(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute))
            ? []
            : type.GetFields(Statics)
                .Where(field => !field.IsLiteral && !field.Name.StartsWith("<>", StringComparison.Ordinal) && HoldsState(field))
                .Select(field => $"{type.Name}.{field.Name}");

    /// <summary>A field that can be assigned again, or a collection that can be added to; tables in arrays are constants.</summary>
    private static bool HoldsState(FieldInfo field) =>
        !field.IsInitOnly
        || (
            field.FieldType.Namespace is "System.Collections.Generic" or "System.Collections.Concurrent"
            && field.FieldType.IsClass
            && !field.FieldType.Name.Contains("Comparer", StringComparison.Ordinal)
        );

#pragma warning disable CA1823, CA2211, CS0414, IDE0044, IDE0051, IDE0052, CA1802, RCS1169, RCS1187, CA1805 // planted for the rule to find
    private static class Planted
    {
        public const int Limit = 3;
        public static readonly int[] Table = [1, 2];
        public static int Count = 1;
        public static readonly List<string> Names = [];

        public static string? Current { get; set; }

        public static string Fixed { get; } = "";
    }
#pragma warning restore
}
