using GpuCluster.App.Output;

namespace GpuCluster.App.Live;

/// <summary>A message that stays on screen for a while, such as where a picture was saved, and stands on standard error for good.</summary>
internal sealed class ShownMessage(ConsoleProgress progress, TimeProvider time)
{
    /// <summary>Long enough to read a path.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);

    private string _text = "";
    private long _since;

    /// <summary>What to show now; empty: nothing.</summary>
    public string Text => _text.Length > 0 && time.GetElapsedTime(_since) >= Duration ? _text = "" : _text;

    /// <summary>Tells something.</summary>
    public void Tell(string message)
    {
        (_text, _since) = (message, time.GetTimestamp());
        progress.Say(message);
    }
}
