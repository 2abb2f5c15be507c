using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Colouring;

/// <summary>Adds selected, hidden, isolated and filtered points to a colouring's colours, as <see cref="PointStyle"/>.</summary>
public static class StyledColours
{
    /// <summary>For points that are not isolated: visible against the background, but less prominent than every colour.</summary>
    public const uint FaintRgba = 0x00706868;

    /// <summary>The colours with styles. Hidden takes precedence over focused, focused over selected, selected over faint.</summary>
    /// <param name="colours">Length n; opaque. Returned unchanged if no point has a style.</param>
    /// <param name="state">What is selected, hidden, isolated and filtered of n points.</param>
    /// <param name="hovered">The point under the cursor, or null.</param>
    public static PointColours Of(PointColours colours, SelectionState state, int? hovered)
    {
        (PointSet unseen, PointSet? bright) = (state.Unseen, state.Bright);
        if (state.Selected.IsEmpty && unseen.IsEmpty && bright is null && hovered is null)
            return colours;
        ReadOnlySpan<ulong> selected = state.Selected.Words;
        ReadOnlySpan<ulong> hidden = unseen.Words;
        ReadOnlySpan<ulong> isolated = bright is { } some ? some.Words : [];
        ReadOnlySpan<uint> from = colours.Rgba;
        uint[] to = colours.Rgba.AsSpan().ToArray();
        for (int word = 0; word < selected.Length; word++)
        {
            ulong faint = isolated.IsEmpty ? 0 : ~isolated[word];
            ulong styled = selected[word] | hidden[word] | faint;
            int first = word * 64;
            int length = Math.Min(64, to.Length - first);
            for (int bit = 0; styled != 0 && bit < length; bit++, styled >>= 1)
            {
                if ((styled & 1) == 0)
                    continue;
                uint rgba =
                    (hidden[word] >> bit & 1) != 0 ? PointStyle.With(from[first + bit], PointStyle.Hidden)
                    : (selected[word] >> bit & 1) != 0 ? PointStyle.With(from[first + bit], PointStyle.Selected)
                    : PointStyle.With(FaintRgba, PointStyle.Faint);
                to[first + bit] = rgba;
            }
        }

        Focus(to, state.Focus, unseen);
        Focus(to, hovered, unseen);
        return new PointColours(to, HasStyles: true);
    }

    private static void Focus(uint[] colours, int? point, PointSet hidden)
    {
        if (point is { } at && !hidden.Contains(at))
            colours[at] = PointStyle.With(colours[at], PointStyle.Focused);
    }
}
