using GpuCluster.Core.Texts;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Status;
using GpuCluster.Panels.Tests.Desk;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.Panels.Tests;

/// <summary>What the program says is drawn in its user's language, and what the data says as it is.</summary>
public sealed class LanguageTests
{
    [Fact]
    public void A_text_of_the_program_is_translated_and_a_class_of_the_same_name_is_not()
    {
        PanelWords french = Words(("cat", "chat"), ("running", "en marche"), ("{0} points", "{0} pts"));

        Assert.Equal(Drawn(null, RunState.Paused, "cat"), Drawn(Words(("cat", "chat")), RunState.Paused, "cat"));
        Assert.NotEqual(Drawn(null, RunState.Running, "cat"), Drawn(french, RunState.Running, "cat"));
    }

    [Fact]
    public void A_word_of_the_program_among_values_is_translated()
    {
        PanelWords words = new(new Phrasebook([]), Book(("no label", "sans")), string.Empty);

        Assert.Equal(Drawn(null, RunState.Running, "sans"), Drawn(words, RunState.Running, "no label"));
    }

    [Fact]
    public void A_long_text_without_blanks_is_broken_into_lines_that_begin_with_no_comma()
    {
        using FontBook fonts = new([], static _ => { }, Words(("find", new string('一', 30) + "，" + new string('二', 30))));
        using SkiaSharp.SKSurface ruler = SkiaSharp.SKSurface.CreateNull(1, 1);
        using Pen pen = new(ruler.Canvas, fonts, new PanelStyle(400, 300, 14));
        GpuCluster.Panels.Widgets.Label label = new(() => "find") { MaxLines = 8 };

        float line = 1.35f * pen.Style.Small;
        Assert.True(label.Measure(pen, 200) >= 3 * line);
        Assert.True(label.Measure(pen, 10_000) <= 1.01f * line);
    }

    [Fact]
    public void A_desk_is_in_the_language_of_its_words()
    {
        using DeskFixture stage = new(classes: 3);
        using PanelDesk chinese = new(stage.Scene, fontFolders: [], words: Words(("Similarity", "S"), ("Colours", "C")));
        chinese.Update(stage.Status);
        OverlayBitmap drawn = new(chinese, stage.Scene.Width, stage.Scene.Height);

        Assert.False(drawn.Rgba.SequenceEqual(stage.Screenshot().Rgba));
    }

    private static byte[] Drawn(PanelWords? words, RunState state, string name)
    {
        using OverlayPanel panel = new(fontFolders: [], words: words);
        panel.Update(
            new OverlayStatus
            {
                Name = "cat",
                State = state,
                Legend = new Legend("class", [new LegendEntry(name, LabelPalette.Of(0), 10)]),
            }
        );
        return new OverlayBitmap(panel, 800, 600).Rgba.ToArray();
    }

    private static PanelWords Words(params (string English, string Said)[] phrases) => new(Book(phrases), new Phrasebook([]), string.Empty);

    private static Phrasebook Book(params (string English, string Said)[] phrases) =>
        new(phrases.Select(phrase => new KeyValuePair<string, string>(phrase.English, phrase.Said)));
}
