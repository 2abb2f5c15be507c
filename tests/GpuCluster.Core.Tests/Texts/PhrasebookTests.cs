using GpuCluster.Core.Texts;

namespace GpuCluster.Core.Tests.Texts;

public sealed class PhrasebookTests
{
    private static readonly Phrasebook Book = new(
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["undo"] = "撤销",
            ["error: {0}"] = "错误：{0!}",
            ["{0}: no such file; check the path"] = "{0}：没有此文件；请检查路径",
            ["{0} of {1} samples"] = "{1} 个样本中的 {0} 个",
            ["{0} of {1}"] = "{0} / {1}",
            ["row {0}{1}"] = "第 {0}{1} 行",
            ["use 2 or 3"] = "请用 2 或 3",
            ["take fewer samples"] = "请减少样本",
        }
    );

    [Theory]
    [InlineData("undo", "撤销")]
    [InlineData("undo (Ctrl+Z)", "撤销（Ctrl+Z）")]
    [InlineData("undo  ·  nothing", "撤销  ·  nothing")]
    [InlineData("nothing\nundo", "nothing\n撤销")]
    [InlineData("3 of 10 samples", "10 个样本中的 3 个")]
    [InlineData("3 of 10", "3 / 10")]
    [InlineData("row 7, damaged", "第 7, damaged 行")]
    [InlineData("--dims 7: use 2 or 3", "--dims 7：请用 2 或 3")]
    [InlineData("error: a.npy: no such file; check the path", "错误：a.npy：没有此文件；请检查路径")]
    [InlineData("error: take fewer samples (--limit)", "错误：请减少样本（--limit）")]
    [InlineData("no phrase fits this", "no phrase fits this")]
    [InlineData("", "")]
    public void A_text_is_known_by_its_phrase(string english, string said) => Assert.Equal(said, Book.Say(english));

    [Fact]
    public void What_comes_from_data_keeps_its_words() =>
        Assert.Equal("undo：没有此文件；请检查路径", Book.Say("undo: no such file; check the path"));

    [Fact]
    public void A_value_that_holds_the_text_behind_it_is_cut_at_the_last_place() =>
        Assert.Equal(
            "a: no such file; check the path：没有此文件；请检查路径",
            Book.Say("a: no such file; check the path: no such file; check the path")
        );

    [Fact]
    public void An_empty_book_says_what_it_is_given() => Assert.Equal("undo", new Phrasebook([]).Say("undo"));

    [Fact]
    public void A_translation_without_a_value_is_refused()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new Phrasebook([new("{0} of {1}", "{0}")]));
        Assert.Contains("different holes", fault.Message);
    }
}
