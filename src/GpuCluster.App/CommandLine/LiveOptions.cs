using System.CommandLine;
using GpuCluster.Core.Errors;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Remote;

namespace GpuCluster.App.CommandLine;

/// <summary>The options that say how a window behaves.</summary>
internal static class LiveOptions
{
    private static readonly Option<string> Pace = new("--pace")
    {
        HelpName = "frame|max",
        DefaultValueFactory = _ => "frame",
        Description = "frame: at most one epoch for each drawn frame, to watch. max: as fast as it goes.",
    };
    private static readonly Option<bool> CloseWhenFinished = new("--close-when-finished")
    {
        Description = "Close the window after the last epoch.",
    };

    private static readonly Option<string> Hint = new("--hint")
    {
        HelpName = "on|off",
        DefaultValueFactory = _ => "on",
        Description = "Show the keys to start with until the first key or click (default on).",
    };

    /// <summary>The name of <see cref="Restore"/>.</summary>
    public const string RestoreName = "--restore";

    /// <summary>Of `view` alone: `demo` shows its digits.</summary>
    public static readonly Option<bool> Restore = new(RestoreName)
    {
        Description = "Open the scene that was kept of this data because its window ended before it was saved.",
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        HelpName = "PATH",
        Arity = ArgumentArity.ZeroOrOne,
        Description =
            "Let other programs work with the window through a local socket. Its token is in PATH.token. "
            + "Without a path (and then after DATA): view.sock in the user's runtime folder.",
    };

    /// <summary>All options of this group.</summary>
    public static IReadOnlyList<Option> All { get; } = [Pace, CloseWhenFinished, Hint, Listen, CommonOptions.OutDir];

    /// <summary>Reads and checks the group.</summary>
    public static LiveSettings Read(ParseResult result, FrameSettings picture) =>
        new()
        {
            Picture = picture,
            Paced = result.GetValue(Pace) switch
            {
                "frame" => true,
                "max" => false,
                var other => throw new UnusableInputException($"--pace {other}: use frame or max"),
            },
            ShowsHint = result.GetValue(Hint) switch
            {
                "on" => true,
                "off" => false,
                var other => throw new UnusableInputException($"--hint {other}: use on or off"),
            },
            ClosesWhenFinished = result.GetValue(CloseWhenFinished),
            Listen = result.GetResult(Listen) is null ? null : result.GetValue(Listen) ?? RemotePlace.Usual(),
            OutDir = result.GetValue(CommonOptions.OutDir)!,
        };
}
