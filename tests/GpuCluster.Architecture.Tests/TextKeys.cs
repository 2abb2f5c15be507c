using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// The texts of a C# file as a phrasebook knows them: with {0}, {1} and so on where values stand, and once for each way in which a
/// condition in them may go.
/// </summary>
internal static partial class TextKeys
{
    /// <summary>Letters outside of holes from which on something is a text.</summary>
    private const int MinLetters = 2;

    /// <summary>More ways than this come of texts that are put together of many parts; those are not followed.</summary>
    private const int MaxWays = 64;

    private static readonly string[] Faults = ["UnusableInputException", "MachineFaultException", "DatasetNote"];

    private static readonly string[] Messages = ["Warn", "Say", "Note", "warn", "say", "WriteLine"];

    /// <summary>What people read as an error, a warning, a note or a result.</summary>
    public static IEnumerable<string> OfMessages(string source) =>
        NodesOf(source)
            .SelectMany(node =>
                node switch
                {
                    ObjectCreationExpressionSyntax { ArgumentList.Arguments: [var message, ..] } fault
                        when Faults.Contains(fault.Type.ToString()) => KeysOf(message.Expression),
                    ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments: [var message, ..] } fault
                        when Faults.Contains(MadeBy(fault)) => KeysOf(message.Expression),
                    ObjectCreationExpressionSyntax { ArgumentList.Arguments: [_, _, _, var reason, ..] } fault
                        when fault.Type.ToString() == "OptionFault" => KeysOf(reason.Expression),
                    InvocationExpressionSyntax { ArgumentList.Arguments: [var message, ..] } call when Messages.Contains(NameOf(call)) =>
                        KeysOf(message.Expression),
                    // A value of other texts, for one thing and for several.
                    InvocationExpressionSyntax { ArgumentList.Arguments: [_, var noun, ..] } call
                        when call.Expression.ToString() == "Counted.Of" => KeysOf(noun.Expression)
                        .SelectMany(key => new[] { $"{{0}} {key}", $"{{0}} {key}s" }),
                    _ => [],
                }
            )
            .Distinct();

    /// <summary>What a page of HTML says: arguments of the writer, and what stands between marks.</summary>
    public static IEnumerable<string> OfHtml(string source) =>
        NodesOf(source)
            .OfType<InvocationExpressionSyntax>()
            .SelectMany(call =>
                (NameOf(call), call.ArgumentList.Arguments) switch
                {
                    ("Say" or "Said", [var text, ..]) => KeysOf(text.Expression),
                    ("Card", [_, var name]) => KeysOf(name.Expression),
                    ("BeginSection", [_, var title, var lead]) => KeysOf(title.Expression).Concat(KeysOf(lead.Expression)),
                    ("Mark", [var marks]) => WaysOf(marks.Expression, 0)
                        .SelectMany(way => BetweenMarks().Matches(way.Text).Select(match => match.Value))
                        .Where(IsText),
                    _ => [],
                }
            )
            .Distinct();

    /// <summary>Every text of a file, whatever it is for; a text that is put together also in its parts.</summary>
    public static IEnumerable<string> OfAll(string source) =>
        NodesOf(source)
            .OfType<ExpressionSyntax>()
            .Where(node => node is InterpolatedStringExpressionSyntax or BinaryExpressionSyntax || IsLiteral(node))
            .Where(node => !node.Ancestors().Any(above => above is AttributeSyntax))
            .SelectMany(KeysOf)
            .Distinct();

    private static IEnumerable<SyntaxNode> NodesOf(string source) => CSharpSyntaxTree.ParseText(source).GetRoot().DescendantNodes();

    /// <summary>The type that the method or property around an expression gives.</summary>
    private static string? MadeBy(SyntaxNode expression) =>
        expression
            .Ancestors()
            .Select(above =>
                above switch
                {
                    MethodDeclarationSyntax method => method.ReturnType.ToString(),
                    LocalFunctionStatementSyntax method => method.ReturnType.ToString(),
                    PropertyDeclarationSyntax property => property.Type.ToString(),
                    _ => null,
                }
            )
            .FirstOrDefault(type => type is not null);

    private static string NameOf(InvocationExpressionSyntax call) =>
        call.Expression switch
        {
            MemberAccessExpressionSyntax member => member.Name.ToString(),
            MemberBindingExpressionSyntax member => member.Name.ToString(),
            var other => other.ToString(),
        };

    private static IEnumerable<string> KeysOf(ExpressionSyntax expression) => WaysOf(expression, 0).Select(way => way.Text).Where(IsText);

    private static bool IsText(string key) => Hole().Replace(key, "").Count(char.IsLetter) >= MinLetters;

    private static bool IsLiteral(ExpressionSyntax expression) => expression.IsKind(SyntaxKind.StringLiteralExpression);

    /// <summary>The ways in which an expression may go, with holes numbered from a number on, and the number after.</summary>
    private static List<(string Text, int Next)> WaysOf(ExpressionSyntax expression, int hole)
    {
        switch (expression)
        {
            case LiteralExpressionSyntax literal when IsLiteral(literal):
                return [(literal.Token.ValueText, hole)];
            case ParenthesizedExpressionSyntax inner:
                return WaysOf(inner.Expression, hole);
            case ThrowExpressionSyntax:
                return [];
            case ConditionalExpressionSyntax either:
                return [.. WaysOf(either.WhenTrue, hole), .. WaysOf(either.WhenFalse, hole)];
            case SwitchExpressionSyntax several:
                return [.. several.Arms.SelectMany(arm => WaysOf(arm.Expression, hole))];
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either:
                return [.. WaysOf(either.Left, hole), .. WaysOf(either.Right, hole)];
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } both:
                return Joined(WaysOf(both.Left, hole), next => WaysOf(both.Right, next));
            case InterpolatedStringExpressionSyntax text:
                return text.Contents.Aggregate(
                    new List<(string, int)> { ("", hole) },
                    (ways, part) => Joined(ways, next => WaysOf(part, next))
                );
            default:
                return [($"{{{hole}}}", hole + 1)];
        }
    }

    private static List<(string Text, int Next)> WaysOf(InterpolatedStringContentSyntax part, int hole) =>
        part switch
        {
            InterpolatedStringTextSyntax text => [(text.TextToken.ValueText, hole)],
            InterpolationSyntax { Expression: ParenthesizedExpressionSyntax { Expression: ConditionalExpressionSyntax either } }
                when AreTexts(either) => WaysOf(either, hole),
            _ => [($"{{{hole}}}", hole + 1)],
        };

    /// <summary>Whether all ways of an expression are texts that stand there.</summary>
    private static bool AreTexts(ExpressionSyntax expression) =>
        expression switch
        {
            ParenthesizedExpressionSyntax inner => AreTexts(inner.Expression),
            ConditionalExpressionSyntax either => AreTexts(either.WhenTrue) && AreTexts(either.WhenFalse),
            InterpolatedStringExpressionSyntax => true,
            _ => IsLiteral(expression),
        };

    private static List<(string Text, int Next)> Joined(
        List<(string Text, int Next)> ways,
        Func<int, List<(string Text, int Next)>> then
    ) => [.. ways.SelectMany(way => then(way.Next).Select(next => (way.Text + next.Text, next.Next))).Take(MaxWays)];

    [GeneratedRegex(@"\{[0-9]+\}", RegexOptions.None, 1000)]
    private static partial Regex Hole();

    // As HtmlWriter finds them.
    [GeneratedRegex("(?<=>|^)[^<>\\s](?:[^<>]*[^<>\\s])?(?=\\s*(?:<|$))|(?<=(?:alt|aria-label)=\")[^\"]+", RegexOptions.None, 1000)]
    private static partial Regex BetweenMarks();
}
