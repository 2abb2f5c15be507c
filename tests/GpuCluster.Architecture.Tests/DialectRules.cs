using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace GpuCluster.Architecture.Tests;

/// <summary>
/// What neither the compiler's style rules nor the formatter hold: the length of lines, the order of members, the names of limits.
/// </summary>
public sealed class DialectRules
{
    private const int MaxColumns = 140;

    public static TheoryData<string> Rooms => ["src", "tests"];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void No_line_is_longer_than_140_columns(string room) => Assert.Empty(Of(room, LongLines));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Members_stand_in_one_order(string room) => Assert.Empty(Of(room, TypesOutOfOrder));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Limits_are_called_maximum_minimum_and_default(string room) => Assert.Empty(Of(room, ObscureLimits));

    [Theory]
    [MemberData(nameof(Rooms))]
    public void Braces_stand_around_several_lines_only(string room) => Assert.Empty(Of(room, NeedlessBraces));

    [Fact]
    public void A_line_of_141_columns_is_found()
    {
        Assert.Empty(LongLines("// " + new string('x', MaxColumns - 3)));
        Assert.Equal(["line 2"], LongLines("// short\n// " + new string('x', MaxColumns - 2)));
    }

    [Theory]
    [InlineData("int _a; C() { } int B { get; } public void D() { } private void E() { } class F { }", true)]
    [InlineData("C() { } int _a;", false)]
    [InlineData("int B { get; } C() { }", false)]
    [InlineData("void D() { } int B { get; }", false)]
    [InlineData("private void E() { } void D() { }", false)]
    [InlineData("class F { } void D() { }", false)]
    public void Members_out_of_order_are_found(string members, bool isInOrder) =>
        Assert.Equal(isInOrder ? [] : ["C"], TypesOutOfOrder($"class C {{ {members} }}"));

    [Theory]
    [InlineData("const int MostRows = 3;", "MostRows")]
    [InlineData("int LeastSize { get; }", "LeastSize")]
    [InlineData("static readonly float _usualScale = 1;", "_usualScale")]
    [InlineData("const int MaxRows = 3; bool AtLeast; uint ExtractMostSignificantBits() => 0;", null)]
    public void Obscure_limits_are_found(string members, string? name) =>
        Assert.Equal(name is null ? [] : [name], ObscureLimits($"class C {{ {members} }}"));

    [Theory]
    [InlineData("if (a)\n{\n    B();\n}", false)]
    [InlineData("if (a)\n    B();", true)]
    [InlineData("if (a)\n{\n    B(\n    );\n}", true)]
    [InlineData("if (a)\n{\n    // Why.\n    B();\n}", true)]
    [InlineData("if (a)\n{\n    B();\n}\nelse\n{\n    C();\n    D();\n}", true)]
    [InlineData("if (a)\n{\n    B();\n}\nelse\n{\n    C();\n}", false)]
    [InlineData("foreach (int i in a)\n{\n    B();\n}", false)]
    [InlineData("foreach (int i in a)\n{\n    if (i > 0)\n        B();\n}", true)]
    public void Needless_braces_are_found(string statements, bool isRight) =>
        Assert.Equal(isRight ? [] : ["line 1"], NeedlessBraces(statements));

    private static IEnumerable<string> Of(string room, Func<string, IEnumerable<string>> find)
    {
        IReadOnlyList<SourceFile> files = SourceFile.Under(room);
        Assert.True(files.Count > 100, "the checkout was not found");
        return files.SelectMany(file => find(file.Text).Select(found => $"{file.Path}: {found}"));
    }

    private static IEnumerable<string> LongLines(string text) =>
        text.Split('\n').Index().Where(line => line.Item.Length > MaxColumns).Select(line => $"line {line.Index + 1}");

    /// <summary>A struct with a layout of its own keeps its fields where the layout needs them.</summary>
    private static IEnumerable<string> TypesOutOfOrder(string text) =>
        from type in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        where !type.AttributeLists.ToString().Contains("StructLayout", StringComparison.Ordinal)
        let places = type.Members.Select(Place).ToArray()
        where !places.SequenceEqual(places.Order())
        select type.Identifier.Text;

    /// <summary>Fields, events, constructors, properties, methods that others call, private methods, nested types.</summary>
    private static int Place(MemberDeclarationSyntax member) =>
        member switch
        {
            FieldDeclarationSyntax => 0,
            EventFieldDeclarationSyntax => 1,
            ConstructorDeclarationSyntax or DestructorDeclarationSyntax => 2,
            BasePropertyDeclarationSyntax => 3,
            BaseTypeDeclarationSyntax or DelegateDeclarationSyntax => 6,
            _ => member.Modifiers.Any(SyntaxKind.PrivateKeyword) ? 5 : 4,
        };

    private static IEnumerable<string> ObscureLimits(string text) =>
        CSharpSyntaxTree
            .ParseText(text)
            .GetRoot()
            .DescendantTokens()
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken))
            .Select(token => token.Text)
            .Where(name =>
                new[] { "Most", "Least", "Usual" }.Any(word =>
                    name.TrimStart('_') is { } bare
                    && bare.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                    && bare.Length > word.Length
                    && char.IsUpper(bare[word.Length])
                )
            )
            .Distinct();

    private static IEnumerable<string> NeedlessBraces(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text);
        return from node in tree.GetRoot().DescendantNodes()
            let bodies = BodiesOf(node).ToArray()
            where bodies.Any(body => body is BlockSyntax) && Array.TrueForAll(bodies, IsOneLine)
            where !SpansLines(tree, node.SpanStart, bodies[0].GetFirstToken().GetPreviousToken().Span.End)
            select $"line {tree.GetLineSpan(node.Span).StartLinePosition.Line + 1}";

        bool IsOneLine(StatementSyntax body)
        {
            StatementSyntax? only = body is BlockSyntax block
                ? block.Statements is [var one]
                    ? one
                    : null
                : body;
            return only
                    is ExpressionStatementSyntax
                        or ReturnStatementSyntax
                        or ThrowStatementSyntax
                        or BreakStatementSyntax
                        or ContinueStatementSyntax
                && !body.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsDirective)
                && !SpansLines(tree, only.SpanStart, only.Span.End);
        }
    }

    private static IEnumerable<StatementSyntax> BodiesOf(SyntaxNode node)
    {
        if (node is ForStatementSyntax or CommonForEachStatementSyntax or WhileStatementSyntax)
            return node.ChildNodes().OfType<StatementSyntax>().TakeLast(1);
        return node is IfStatementSyntax { Parent: not ElseClauseSyntax } first ? Branches(first) : [];
    }

    private static IEnumerable<StatementSyntax> Branches(IfStatementSyntax first)
    {
        yield return first.Statement;
        if (first.Else?.Statement is IfStatementSyntax next)
        {
            foreach (StatementSyntax body in Branches(next))
                yield return body;
        }
        else if (first.Else is { } last)
        {
            yield return last.Statement;
        }
    }

    private static bool SpansLines(SyntaxTree tree, int from, int to)
    {
        FileLinePositionSpan lines = tree.GetLineSpan(TextSpan.FromBounds(from, to));
        return lines.StartLinePosition.Line != lines.EndLinePosition.Line;
    }
}
