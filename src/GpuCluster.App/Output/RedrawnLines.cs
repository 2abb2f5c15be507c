namespace GpuCluster.App.Output;

/// <summary>
/// Lines on a terminal that are drawn over by the next ones. They are cut at the terminal's edges, as a line that wraps is two.
/// </summary>
/// <param name="terminal">Where they go.</param>
internal sealed class RedrawnLines(TerminalWriter terminal)
{
    private int _drawn;

    /// <summary>Draws lines in place of those before.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        (int width, int height) = Size();
        if (_drawn > 0)
            terminal.Mark($"\e[{_drawn}A\r\e[J");
        _drawn = 0;
        foreach (string line in lines.Take(height - 1))
        {
            string shown = TerminalWriter.Shown(line);
            terminal.WriteLine(shown.Length < width ? shown : shown[..(width - 2)] + "…");
            _drawn++;
        }
    }

    // A terminal without a size, as some programs make it, says 0.
    private static (int Width, int Height) Size() =>
        (Console.WindowWidth is >= 20 and int width ? width : 80, Console.WindowHeight is >= 4 and int height ? height : 24);
}
