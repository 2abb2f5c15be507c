using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Output;

/// <summary>What kind of file a picture goes into.</summary>
internal static class OffscreenFile
{
    /// <summary>True for .mp4, false for .png.</summary>
    /// <exception cref="UnusableInputException">Another ending.</exception>
    public static bool IsVideo(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".mp4" => true,
            ".png" => false,
            var other => throw new UnusableInputException($"{path}: unknown picture format '{other}'; end the name in .png or .mp4"),
        };

    /// <summary>Reports what was written.</summary>
    public static void Report(RunContext context, string path, FrameSettings picture, string device)
    {
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["output"] = path,
                    ["width"] = picture.Width,
                    ["height"] = picture.Height,
                    ["device"] = device,
                }
            );
            return;
        }

        context.Out.WriteLine($"wrote {path} ({picture.Width}x{picture.Height}), drawn by {device}");
    }
}
