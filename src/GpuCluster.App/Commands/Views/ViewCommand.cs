using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Commands.Views;

/// <summary>`view DATA`: the window.</summary>
internal static class ViewCommand
{
    public static Command Create()
    {
        Command command = new(
            "view",
            """
            Opens a window on a data set, on vectors or on a finished layout.

            Example:
              gpucluster view assets/mnist --limit 5000 --metric cosine
            """
        )
        {
            CommonOptions.Data,
        };
        OptionGroups.AddData(command);
        OptionGroups.AddLayout(command);
        OptionGroups.Add(command, FrameOptions.ForWindow);
        OptionGroups.Add(command, [.. LiveOptions.All, LiveOptions.Restore]);
        OptionGroups.Add(command, ClassOptions.All);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(
            command,
            (result, context) =>
                WindowRun.Run(
                    RescuedScene.Find(result.GetValue(CommonOptions.Data)!, result.GetValue(LiveOptions.Restore)),
                    OptionGroups.DatasetOptions(result, MatrixUse.Layout),
                    WithWords(LayoutOptions.Read(result), result),
                    LayoutOptions.DevicesOf(result),
                    LiveOptions.Read(result, FrameOptions.Read(result, count: 10_000)),
                    context
                )
        );
        return command;
    }

    private static LayoutSettings WithWords(LayoutSettings settings, ParseResult result) =>
        ClassOptions.WordsOf(result) is { } words ? settings with { Embedding = settings.Embedding with { Words = words } } : settings;
}
