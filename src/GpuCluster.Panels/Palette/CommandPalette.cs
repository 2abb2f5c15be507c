using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;

namespace GpuCluster.Panels.Palette;

/// <summary>All commands with their keys, found by words: the one that is chosen is run. Frame thread.</summary>
internal sealed class CommandPalette
{
    private const int MaxRows = 12;

    private readonly SceneState _scene;
    private readonly TextField _line;
    private string _text = string.Empty;
    private (string Text, IReadOnlyList<(SceneCommand Command, int Chord)> Rows)? _found;
    private int _version;

    /// <param name="scene">What commands act on.</param>
    public CommandPalette(SceneState scene)
    {
        _scene = scene;
        _line = new TextField("a command, for example: save, colour, film", text => _text = text) { Entered = _ => Run(0) };
        Panel = new Panel(
            "Commands",
            new Column(
                _line,
                new ListView(() => Rows.Count, i => RowOf(Rows[i]), (i, _) => Run(i)) { MaxRows = MaxRows },
                new Label(() => Rows.Count == 0 ? "no command has these words" : string.Empty)
            )
        )
        {
            IsOpaque = true,
            ShownWhen = () => IsShown,
            Summary = static () => "Enter: run the first",
            Stamp = () => _version,
            Entry = _line,
        };
    }

    /// <summary>Whether it is open.</summary>
    public bool IsShown { get; private set; }

    public Panel Panel { get; }

    /// <summary>The commands that have all words in their text or keys; one row for each chord that does something of its own.</summary>
    public IReadOnlyList<(SceneCommand Command, int Chord)> Rows
    {
        get
        {
            if (_found is not { } found || found.Text != _text)
            {
                string[] words = _text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                _found = found = (
                    _text,
                    [
                        .. SceneCommands
                            .All.Where(command => command.CanRun)
                            .SelectMany(command => command.Chords.Select((_, chord) => (command, chord)))
                            .Where(row => Array.TrueForAll(words, word => TextOf(row).Contains(word, StringComparison.OrdinalIgnoreCase))),
                    ]
                );
            }

            return found.Rows;
        }
    }

    /// <summary>Opens it, with all commands.</summary>
    public void Open()
    {
        IsShown = true;
        _line.Set(string.Empty);
        _version++;
    }

    /// <summary>Closes it.</summary>
    public void Close()
    {
        IsShown = false;
        _version++;
    }

    private static string TextOf((SceneCommand Command, int Chord) row) =>
        $"{row.Command.Description} {row.Command.Text} {row.Command.Group} {row.Command.Chords[row.Chord]}";

    private static ListRow RowOf((SceneCommand Command, int Chord) row) =>
        new(row.Command.Description) { IsOwn = true, Value = row.Command.Chords[row.Chord].ToString() };

    private void Run(int place)
    {
        if (place >= Rows.Count)
            return;
        (SceneCommand command, int chord) = Rows[place];
        Close();
        command.Run(_scene, chord);
    }
}
