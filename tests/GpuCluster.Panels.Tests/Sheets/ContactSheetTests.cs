using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Sheets;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Sheets;

public sealed class ContactSheetTests
{
    [Fact]
    public void Each_entry_has_its_picture_and_a_frame_where_it_is_marked()
    {
        SheetSection[] sections =
        [
            new("first", [Entry(0xFF, 0, 0, true), Entry(0, 0xFF, 0, false)]),
            new("second", [Entry(0, 0, 0xFF, false)]),
        ];
        using SKBitmap sheet = Draw(sections, out int drawn);
        Assert.Equal(2, drawn);
        SKColor[] colours = [.. Enumerable.Range(0, 3).Select(place => sheet.GetPixel(24 + (144 * place) + 64, 160))];
        Assert.Equal([SKColors.Red, SKColors.Lime, SKColors.Blue], colours);
        Assert.Equal(PanelStyle.Accent, sheet.GetPixel(25, 160));
        Assert.Equal(SKColors.Lime, sheet.GetPixel(169, 160));
    }

    [Fact]
    public void A_sheet_is_bounded_and_names_in_any_script_fit_it()
    {
        SheetEntry entry = new(string.Concat(Enumerable.Repeat("照片/🦊é", 40)), "", false, null);
        SheetSection[] sections =
        [
            new("many", [.. Enumerable.Repeat(entry, 200)]),
            .. Enumerable.Repeat(new SheetSection("pair", [entry, entry]), 5000),
        ];
        using SKBitmap sheet = Draw(sections, out int drawn);

        // 48 of the large one on 6 lines; 58 lines of 4 pairs.
        Assert.Equal(1 + (58 * 4), drawn);
        Assert.InRange(sheet.Height, 8000, 16000);
        Assert.InRange(sheet.Width, 1000, 1300);
    }

    private static SheetEntry Entry(byte red, byte green, byte blue, bool isMarked) =>
        new(
            "picture",
            "0.9",
            isMarked,
            () => new SheetThumbnail(2, [.. Enumerable.Repeat(new[] { red, green, blue, (byte)255 }, 4).SelectMany(pixel => pixel)])
        );

    private static SKBitmap Draw(SheetSection[] sections, out int drawn)
    {
        using MemoryStream stream = new();
        drawn = ContactSheet.Write(stream, "title", sections, static _ => { }, TestContext.Current.CancellationToken);
        return SKBitmap.Decode(stream.ToArray());
    }
}
