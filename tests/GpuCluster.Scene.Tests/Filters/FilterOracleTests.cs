using System.Globalization;
using CsCheck;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Filters;

/// <summary>Random expressions over random columns, beside an evaluator that goes row by row through a tree of its own.</summary>
public sealed class FilterOracleTests
{
    private static readonly string[] Words = ["", "cat", "Cat", "dog", "a b", "x\"y", "in", "7", "-0.5", "müller", "ſ", "K", "don't"];
    private static readonly double[] Numbers = [double.NaN, 0, -0.0, 0.3, -0.5, 7, 1e300, -1e300, 5e-324];
    private static readonly string[] Comparisons = ["=", "!=", "<", "<=", ">", ">="];

    private static readonly Gen<Table> Tables = Gen.Int[0, 200]
        .SelectMany(
            n => Gen.Select(Any(Numbers).Array[n], Any(Words).Array[n], Gen.Bool.Array[n]),
            (_, columns) => new Table(columns.Item1, columns.Item2, columns.Item3)
        );

    private static readonly Gen<Node> Leaves = Gen.OneOf(
        Gen.Select(
            Any(Comparisons),
            Any([.. Numbers.Where(double.IsFinite)]),
            Node (comparison, value) =>
                new Node(
                    $"score {comparison} {value.ToString("R", CultureInfo.InvariantCulture)}",
                    (table, row) => Holds(table.Scores[row], comparison, value)
                )
        ),
        Gen.Select(
            Any("=", "!="),
            Any(Words),
            Node (comparison, value) =>
                new Node(
                    $"kind {comparison} {FilterText.Quote(value)}",
                    (table, row) => IsSame(table, table.Kinds[row], value) == (comparison == "=")
                )
        ),
        Gen.Select(
            Any("~", "contains", "CONTAINS"),
            Any(Words),
            Node (comparison, value) =>
                new Node(
                    $"kind {comparison} {FilterText.Quote(value)}",
                    (table, row) => table.Kinds[row].Contains(value, StringComparison.OrdinalIgnoreCase)
                )
        ),
        Gen.Select(
            Any("<", "<=", ">", ">="),
            Any("cat", "b", "müller"),
            Node (comparison, value) =>
                new Node(
                    $"kind{comparison}{FilterText.Quote(value)}",
                    (table, row) =>
                        table.Kinds[row].Length > 0
                        && Holds(string.Compare(table.Kinds[row], value, StringComparison.OrdinalIgnoreCase), comparison, 0)
                )
        ),
        Gen.Select(
            Any(Words).Array[1, 3],
            Gen.Bool,
            Node (values, isNot) =>
                new Node(
                    $"kind {(isNot ? "not in" : "in")} ({string.Join(", ", values.Select(FilterText.Quote))})",
                    (table, row) => Array.Exists(values, value => IsSame(table, table.Kinds[row], value)) != isNot
                )
        ),
        Any(
            new Node("kind is empty", static (table, row) => table.Kinds[row].Length == 0),
            new Node("kind is not empty", static (table, row) => table.Kinds[row].Length > 0),
            new Node("score is empty", static (table, row) => double.IsNaN(table.Scores[row])),
            new Node("score is not empty", static (table, row) => !double.IsNaN(table.Scores[row])),
            new Node("score in (7, .3)", static (table, row) => table.Scores[row] is 7 or 0.3),
            new Node("selected", static (table, row) => table.Flags[row]),
            new Node("7", static (table, row) => table.Scores[row] is 7 || table.Kinds[row].Contains('7')),
            new Node("\"a b\"", static (table, row) => table.Kinds[row].Contains("a b", StringComparison.OrdinalIgnoreCase))
        )
    );

    private static readonly Gen<Node> Trees = Gen.Recursive<Node>(
        (depth, inner) =>
            depth >= 4
                ? Leaves
                : Gen.OneOf(
                    Leaves,
                    Gen.Select(inner, Node (a) => new Node($"not ({a.Text})", (table, row) => !a.Holds(table, row))),
                    Gen.Select(
                        inner,
                        inner,
                        Node (a, b) => new Node($"({a.Text}) and ({b.Text})", (table, row) => a.Holds(table, row) && b.Holds(table, row))
                    ),
                    Gen.Select(
                        inner,
                        inner,
                        Node (a, b) => new Node($"({a.Text}) OR ({b.Text})", (table, row) => a.Holds(table, row) || b.Holds(table, row))
                    )
                )
    );

    [Fact]
    public void It_finds_what_a_row_by_row_evaluator_finds() =>
        Gen.Select(Tables, Trees)
            .Sample(
                (table, node) =>
                {
                    Assert.True(Filter.TryParse(node.Text, table.Columns(), out Filter? filter, out FilterFault? fault), fault?.ToString());
                    int[] expected = [.. Enumerable.Range(0, table.Scores.Length).Where(row => node.Holds(table, row))];
                    Assert.Equal(expected, filter.Evaluate().ToArray());
                },
                iter: 2000
            );

    [Fact]
    public void Any_text_is_a_filter_or_a_fault_within_it() =>
        Any("(", ")", "and", "or", "not", "score", "kind", "<", "=", "!", "\"", "'", ",", "in", "is", "empty", "x", " ", "0.3", "~")
            .Array[0, 12]
            .Sample(
                parts =>
                {
                    string text = string.Join(parts.Length % 2 == 0 ? " " : "", parts);
                    FilterColumns columns = new Table([1, double.NaN], ["cat", ""], [true, false]).Columns();
                    if (Filter.TryParse(text, columns, out Filter? filter, out FilterFault? fault))
                    {
                        Assert.Equal(2, filter.Evaluate().Universe);
                        return;
                    }

                    Assert.InRange(fault.Position, 0, text.Length);
                    Assert.InRange(fault.Position + fault.Length, 0, text.Length);
                    Assert.NotEmpty(fault.Reason);
                },
                iter: 5000
            );

    [Fact]
    public void Many_distinct_texts_are_searched_as_few_are()
    {
        string[] paths = [.. Enumerable.Range(0, 10_000).Select(i => $"Animals/Ca{i % 7}t/{i}.jpg")];
        CodedText texts = CodedText.Of(paths);
        foreach (string part in (string[])["a3T/", "99", "animals", "jpgA", "g\0A", "1.JPG", "nothing"])
        {
            bool[] found = texts.Containing(part);
            for (int i = 0; i < paths.Length; i++)
                Assert.Equal(paths[i].Contains(part, StringComparison.OrdinalIgnoreCase), found[texts.Codes[i]]);
        }
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool IsSame(Table table, string text, string value) =>
        text == value || (value.Length > 0 && !table.Kinds.Contains(value) && text.Equals(value, StringComparison.OrdinalIgnoreCase));

    private static bool Holds(double value, string comparison, double other) =>
        comparison switch
        {
            "=" => value == other,
            "!=" => !(value == other),
            "<" => value < other,
            "<=" => value <= other,
            ">" => value > other,
            _ => value >= other,
        };

    private sealed record Node(string Text, Func<Table, int, bool> Holds);

    private sealed record Table(double[] Scores, string[] Kinds, bool[] Flags)
    {
        public FilterColumns Columns() =>
            new(
                Scores.Length,
                [
                    new NumericFilterColumn("score", () => Scores) { IsSearched = true },
                    new TextFilterColumn("kind", () => CodedText.Of(Kinds)) { IsSearched = true },
                    new SetFilterColumn(
                        "selected",
                        () => PointSet.Of(Scores.Length, [.. Enumerable.Range(0, Scores.Length).Where(row => Flags[row])])
                    ),
                ]
            );
    }
}
