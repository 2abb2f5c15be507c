using GpuCluster.Core.Samples;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Filters;

public sealed class FilterTests
{
    private static readonly SampleFacts Facts = new(6)
    {
        Labels = new SampleLabels([0, 0, 1, 1, 2, -1], ["cat", "dog", "Sea lion"]),
        Paths = ["zoo/cat 1.jpg", "zoo/cat2.jpg", "zoo/dog1.jpg", "farm/dog-cat.png", "sea/lion.heic", "sea/x.png"],
        Columns =
        [
            new NumericColumn("score", [0.1, 0.3, 0.2, double.NaN, 0.9, 0.25]),
            new TextColumn("my place", ["north", "", "North", "south", "south east", "12"]),
            new TextColumn("taken", ["2024-01-05", "2024-03-01", "2025-01-01", "", "2023-12-31", "2024-01-06"]),
        ],
    };

    [Theory]
    [InlineData("class = cat and score < 0.3", "0")]
    [InlineData("class = cat or class=dog", "0 1 2 3")]
    [InlineData("class = cat or class = dog and score > 0.15", "0 1 2")]
    [InlineData("(class = cat or class = dog) and score > 0.15", "1 2")]
    [InlineData("not class = cat", "2 3 4 5")]
    [InlineData("class != cat", "2 3 4 5")]
    [InlineData("label = \"Sea lion\"", "4")]
    [InlineData("class = 'sea LION'", "4")]
    [InlineData("CLASS in (cat, \"Sea lion\")", "0 1 4")]
    [InlineData("class not in (cat, \"Sea lion\")", "2 3 5")]
    [InlineData("class is empty", "5")]
    [InlineData("score is empty", "3")]
    [InlineData("score is not empty and score <= 0.2", "0 2")]
    [InlineData("score != 0.3", "0 2 3 4 5")]
    [InlineData("name contains cat", "0 1 3")]
    [InlineData("name ~ \"cat 1\"", "0")]
    [InlineData("name not contains cat", "2 4 5")]
    [InlineData("path ~ zoo/", "0 1 2")]
    [InlineData("\"my place\" = north", "0")]
    [InlineData("\"my place\" = NORTH", "0 2")]
    [InlineData("\"my place\" > 11", "5")]
    [InlineData("taken >= 2024-01-05 and taken < 2025", "0 1 5")]
    [InlineData("index >= 4", "4 5")]
    [InlineData("index in (0, 5)", "0 5")]
    [InlineData("selected", "1 4")]
    [InlineData("not selected and class = cat", "0")]
    [InlineData("south", "3 4")]
    [InlineData("SOUTH lion", "4")]
    [InlineData("\"south east\"", "4")]
    [InlineData("cat", "0 1 3")]
    [InlineData("cat not dog", "0 1")]
    [InlineData("dog score < 0.5", "2")]
    [InlineData("12", "4 5")]
    [InlineData("0.3", "1")]
    public void An_expression_finds_its_samples(string text, string expected)
    {
        Assert.True(Filter.TryParse(text, Columns(), out Filter? filter, out FilterFault? fault), fault?.ToString());
        Assert.Equal(expected, string.Join(' ', filter.Evaluate().ToArray()));
    }

    [Theory]
    [InlineData("", 1, "nothing to filter by")]
    [InlineData("scroe < 0.3", 1, "there is no column 'scroe'; there are class, name, path, index, tag, new_label")]
    [InlineData("class = cat and scroe < 0.3", 17, "there is no column 'scroe'")]
    [InlineData("score < ", 9, "a value is missing")]
    [InlineData("score < abc", 9, "'score' holds numbers and 'abc' is none")]
    [InlineData("score < 0,3", 10, "a comma stands in a list only")]
    [InlineData("score contains 3", 7, "'score' holds numbers, which contain nothing")]
    [InlineData("0.1 < score", 1, "a column stands before the comparison")]
    [InlineData("(class = cat", 1, "the bracket is not closed")]
    [InlineData("class = cat)", 12, "no bracket is open here")]
    [InlineData("class in cat", 10, "a list in brackets is missing")]
    [InlineData("class in (cat dog)", 15, "a comma is missing")]
    [InlineData("class in (cat", 10, "the bracket is not closed")]
    [InlineData("class = \"cat", 9, "the quote \" is not closed")]
    [InlineData("class = cat and", 16, "a comparison or a word to search for is missing")]
    [InlineData("or cat", 1, "a part is missing before 'or'")]
    [InlineData("= cat", 1, "'=' follows no column")]
    [InlineData("selected = 1", 10, "'selected' has no value")]
    [InlineData("class is nothing", 10, "'is' needs 'empty'")]
    [InlineData("class is not dog", 14, "'is' needs 'empty'")]
    [InlineData("cat !", 5, "'!' is unknown here")]
    public void What_is_no_expression_is_refused_with_where_and_why(string text, int character, string reason)
    {
        Assert.False(Filter.TryParse(text, Columns(), out _, out FilterFault? fault));
        Assert.StartsWith($"character {character}: {reason}", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_brackets_are_refused_instead_of_filling_the_stack()
    {
        string text = new string('(', 100_000) + "cat" + new string(')', 100_000);
        Assert.False(Filter.TryParse(text, Columns(), out _, out FilterFault? fault));
        Assert.Contains("more than 64 brackets", fault.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_with_the_name_of_another_is_called_so()
    {
        SampleFacts facts = Facts with { Columns = [new NumericColumn("Index", [9, 8, 7, 6, 5, 4])] };
        FilterModel filters = new(facts, new SelectionModel(6));
        Assert.True(filters.TryFind("\"column Index\" > 8", out PointSet? found, out _));
        Assert.Equal([0], found.ToArray());
    }

    [Fact]
    public void A_name_that_needs_quotes_gets_them()
    {
        Assert.Equal("cat", FilterText.Quote("cat"));
        Assert.Equal("\"and\"", FilterText.Quote("and"));
        Assert.Equal("\"Sea lion\"", FilterText.Quote("Sea lion"));
        Assert.Equal("\"say \"\"x\"\"\"", FilterText.Quote("say \"x\""));
    }

    private static FilterColumns Columns() => new FilterModel(Facts, Selected()).Columns;

    private static SelectionModel Selected()
    {
        SelectionModel selection = new(6);
        selection.Select(PointSet.Of(6, 1, 4));
        return selection;
    }
}
