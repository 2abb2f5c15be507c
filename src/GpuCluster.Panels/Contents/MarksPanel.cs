using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Contents;

/// <summary>Tags and other classes for the selection, and the samples whose class is likely wrong, one by one.</summary>
internal static class MarksPanel
{
    public static Panel Make(DeskParts parts)
    {
        (SelectionModel selection, MarksModel marks, ReviewModel review) = (parts.Scene.Selection, parts.Scene.Marks, parts.Scene.Review);
        TextField tag = null!;
        TextField name = null!;
        tag = new TextField("another tag for the selection", static _ => { })
        {
            Entered = text => Give(marks.Tag, tag, text),
            EnabledWhen = () => selection.Count > 0,
        };
        name = new TextField("another class for the selection", static _ => { })
        {
            Entered = text => Give(marks.Relabel, name, text),
            EnabledWhen = () => selection.Count > 0,
        };
        (Section section, Func<Widget?> claim) = Review(parts, review);
        return new Panel(
            "Tags and classes",
            new Column(
                new ListView(() => MarksModel.SlotCount, i => SlotRow(marks, i), (i, _) => Choose(parts, marks.Slots[i]))
                {
                    MaxRows = 4,
                    Tip = $"click: tag the selection ({SceneCommands.Tag.Keys}); without one, filter by the tag",
                },
                tag,
                name,
                new Label(() => Said(marks)) { MaxLines = 2 },
                new Row(
                    new Button("No tag", SceneCommands.Untag, parts.Scene) { EnabledWhen = () => selection.Count > 0 },
                    new Button("Its own class", () => marks.Relabel(string.Empty))
                    {
                        EnabledWhen = () => selection.Count > 0 && marks.Marks.Classes.Count > 0,
                        Tip = "the selection has the classes of the data again",
                    },
                    new Button("Export", SceneCommands.ExportMarks, parts.Scene) { EnabledWhen = () => marks.HasColumns }
                )
                {
                    Shares = [0.9f, 1.3f, 0.9f],
                },
                section
            )
        )
        {
            BeginsFolded = true,
            Claim = claim,
            Summary = () => Summary(marks.Marks),
            Stamp = () => HashCode.Combine(selection.Version, marks.Version, review.Version, parts.Shelf?.Version),
        };
    }

    private static void Give(Action<string> give, TextField field, string text)
    {
        if (text.Trim().Length == 0)
            return;
        give(text);
        field.Set(string.Empty);
    }

    private static ListRow SlotRow(MarksModel marks, int slot)
    {
        string name = marks.Slots[slot];
        int part = marks.Marks.Tags.Parts.TakeWhile(part => part.Name != name).Count();
        bool isUsed = part < marks.Marks.Tags.Parts.Count;
        return new ListRow($"{slot + 1}   {name}")
        {
            Swatch = isUsed ? LabelPalette.Of(part) : LabelPalette.Unlabeled,
            Value = isUsed ? marks.Marks.Tags.Parts[part].Points.Count.ToString("N0", CultureInfo.InvariantCulture) : null,
            IsDim = !isUsed,
        };
    }

    private static void Choose(DeskParts parts, string tag)
    {
        if (parts.Scene.Selection.Count > 0)
            parts.Scene.Marks.Tag(tag);
        else if (parts.Scene.Marks.Marks.Tags.Parts.Any(part => part.Name == tag))
            parts.Scene.Filters.TryAdd($"{SampleFacts.TagColumn} = {FilterText.Quote(tag)}", out _);
    }

    private static string Said(MarksModel marks)
    {
        int changed = marks.Marks.Classes.Count;
        return changed == 0 ? string.Empty : $"{changed:N0} with another class";
    }

    private static string Summary(SampleMarks marks) => marks.Tags.Count == 0 ? string.Empty : $"{marks.Tags.Count:N0} tagged";

    // The list takes the keyboard when it is filled and after each button, so that one key for each sample is enough.
    private static (Section Section, Func<Widget?> Claim) Review(DeskParts parts, ReviewModel review)
    {
        bool wasFilled = false;
        bool isClaimed = false;
        Action Then(Action judge) =>
            () =>
            {
                judge();
                isClaimed = true;
            };
        Suspect Now() => review.Suspects![review.At!.Value];
        bool HasOne() => review.At is not null;
        SampleFacts facts = parts.Scene.Facts;
        ListView list = new(() => review.Suspects?.Count ?? 0, i => SuspectRow(parts, review, i), (i, _) => review.Go(i))
        {
            MaxRows = 5,
            Keys = key => Judge(review, key),
            Tip = "A: accept, K: keep, S: skip",
        };
        Section section = new(
            "Likely wrong classes",
            new Column(
                new Button(() => review.IsWaiting ? "Looking…" : "Find", review.Find)
                {
                    ShownWhen = () => review.Suspects is null && facts.Labels is not null && parts.Scene.Selection.Neighbours is not null,
                    EnabledWhen = () => !review.IsWaiting,
                    Tip = "samples most of whose neighbours have another class",
                },
                new Label(() => "needs classes and neighbours, which this data has not")
                {
                    ShownWhen = () => facts.Labels is null || parts.Scene.Selection.Neighbours is null,
                    MaxLines = 2,
                },
                new Label(() => "none found") { ShownWhen = () => review.Suspects is { Count: 0 } },
                new SampleCard(parts, () => Now().Sample) { ShownWhen = HasOne, Edge = 6 },
                new Label(() => $"{facts.ClassOf(Now().Sample)} → {Now().Suggested}, as {100 * Now().Share:F0} % of its neighbours")
                {
                    ShownWhen = HasOne,
                    Colour = PanelStyle.Ink,
                    MaxLines = 2,
                },
                new Row(
                    new Button("Accept (A)", Then(review.Accept)) { Tip = "it has the suggested class" },
                    new Button("Keep (K)", Then(review.Keep)) { Tip = "its own class is right" },
                    new Button("Skip (S)", Then(review.Skip)) { Tip = "decide later" }
                )
                {
                    ShownWhen = HasOne,
                },
                list
            )
        )
        {
            IsInner = true,
            IsFolded = true,
            Summary = () => review.Suspects is { } all ? $"{review.Done:N0} of {all.Count:N0} done" : string.Empty,
        };
        return (section, Claim);

        Widget? Claim()
        {
            bool isFilled = review.Suspects is { Count: > 0 };
            bool claims = isFilled && (!wasFilled || isClaimed);
            (wasFilled, isClaimed) = (isFilled, false);
            return claims ? list : null;
        }
    }

    private static ListRow SuspectRow(DeskParts parts, ReviewModel review, int place)
    {
        Suspect suspect = review.Suspects![place];
        string given = parts.Scene.Marks.Marks.Classes[suspect.Sample] ?? suspect.Suggested;
        return new ListRow(Path.GetFileName(parts.Scene.Facts.NameOf(suspect.Sample)))
        {
            Value = $"{parts.Scene.Facts.ClassOf(suspect.Sample)} → {given}",
            IsOn = place == review.At,
            IsDim = review.IsDone(suspect),
        };
    }

    private static bool Judge(ReviewModel review, Key key)
    {
        Action? judge = key switch
        {
            Key.A => review.Accept,
            Key.K => review.Keep,
            Key.S => review.Skip,
            _ => null,
        };
        judge?.Invoke();
        return judge is not null;
    }
}
