using GpuCluster.Core.Texts;

namespace GpuCluster.Panels.Drawing;

/// <summary>The language of what is drawn over a scene.</summary>
/// <param name="Own">Texts of the program: headings, buttons, tips, messages.</param>
/// <param name="Values">The few words of the program that stand among values of the data, such as "no label". Apart, so that a class that
/// is called as a button is keeps its name.</param>
/// <param name="Faces">The end of the name of a font's face that is taken of a file with several, such as "SC" for simplified Chinese;
/// empty: the first.</param>
public sealed record PanelWords(Phrasebook Own, Phrasebook Values, string Faces)
{
    /// <summary>English.</summary>
    public PanelWords()
        : this(new Phrasebook([]), new Phrasebook([]), string.Empty) { }
}
