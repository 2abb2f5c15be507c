using System.Text.RegularExpressions;
using ArchUnitNET.Domain;

namespace GpuCluster.Architecture.Tests;

/// <summary>One namespace uses another.</summary>
/// <param name="From">The one that uses.</param>
/// <param name="To">The one that is used.</param>
/// <param name="By">Where: a type, or a file's path.</param>
internal sealed partial record NamespaceUse(string From, string To, string By)
{
    /// <summary>
    /// The uses within a project: those of compiled types, method bodies and generic arguments included, and those of using directives, as
    /// constants, nameof and documentation leave nothing in compiled code.
    /// </summary>
    /// <param name="architecture">Has the project's types.</param>
    /// <param name="root">The namespace that holds all of the project's.</param>
    /// <param name="sources">The project's files.</param>
    public static IReadOnlyList<NamespaceUse> Within(
        ArchUnitNET.Domain.Architecture architecture,
        string root,
        IEnumerable<SourceFile> sources
    )
    {
        IEnumerable<NamespaceUse> compiled =
            from type in architecture.Types
            from dependency in type.Dependencies
            where dependency.Target is not GenericParameter // the loader takes the T of one generic method for another's
            select new NamespaceUse(type.Namespace?.FullName ?? "", dependency.Target.Namespace?.FullName ?? "", type.Name);
        IEnumerable<NamespaceUse> written =
            from source in sources
            from Match directive in UsingDirective().Matches(source.Text)
            select new NamespaceUse(source.Namespace, directive.Groups["name"].Value, source.Path);
        return
        [
            .. compiled
                .Concat(written)
                .Where(use => use.From != use.To && IsOrIsUnder(use.From, root) && IsOrIsUnder(use.To, root))
                .Distinct(),
        ];
    }

    /// <summary>Those of <paramref name="uses"/> that lie on a circle.</summary>
    public static IEnumerable<NamespaceUse> OnCircles(IReadOnlyList<NamespaceUse> uses)
    {
        ILookup<string, string> usedBy = uses.Select(use => (use.From, use.To)).Distinct().ToLookup(pair => pair.From, pair => pair.To);
        return uses.Where(use => Reached(use.To, usedBy).Contains(use.From));
    }

    private static HashSet<string> Reached(string start, ILookup<string, string> usedBy)
    {
        HashSet<string> seen = [start];
        Queue<string> open = new(seen);
        while (open.TryDequeue(out string? next))
        {
            foreach (string used in usedBy[next].Where(seen.Add))
                open.Enqueue(used);
        }

        return seen;
    }

    private static bool IsOrIsUnder(string name, string root) => name == root || name.StartsWith(root + ".", StringComparison.Ordinal);

    [GeneratedRegex(@"^using (?<name>[\w.]+);", RegexOptions.Multiline, 10_000)]
    private static partial Regex UsingDirective();
}
