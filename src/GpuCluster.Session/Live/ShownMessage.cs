namespace GpuCluster.Session.Live;

/// <summary>
/// A message that stays on screen for a while, such as where a picture was saved, and goes to the program, which keeps it.
/// </summary>
internal sealed class ShownMessage(Action<string> say, TimeProvider time)
{
    /// <summary>Long enough to read a path.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    private string _text = "";
    private long _since;

    /// <summary>What to show now; empty: nothing.</summary>
    public string Text => _text.Length > 0 && time.GetElapsedTime(_since) >= Duration ? _text = "" : _text;

    /// <summary>Shows a message.</summary>
    public void Show(string message)
    {
        (_text, _since) = (message, time.GetTimestamp());
        say(message);
    }
}
