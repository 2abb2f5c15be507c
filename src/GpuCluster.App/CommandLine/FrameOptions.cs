using System.CommandLine;
using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Scene.Look;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.CommandLine;

/// <summary>The options that say how a cloud is pictured.</summary>
internal static class FrameOptions
{
    private const int LargestSide = 16384;
    private static readonly Option<string> Resolution = new("--resolution")
    {
        HelpName = "WxH",
        DefaultValueFactory = _ => "1280x720",
        Description = "Size in pixels (default 1280x720).",
    };
    private static readonly Option<double?> PointSize = new("--point-size")
    {
        HelpName = "PX",
        Description = "Diameter of a point in pixels, 1 to 64 (default by the number of points).",
    };
    private static readonly Option<string?> Camera = new("--camera")
    {
        HelpName = "YAW,PITCH[,ZOOM]",
        Description = "Where to look from, in degrees; zoom 1 frames the cloud.",
    };
    private static readonly Option<string> ColorBy = new("--color-by")
    {
        HelpName = "WHAT",
        DefaultValueFactory = _ => Colourings.Auto,
        Description = "label, density, displacement, order, none or a column's name (default: label where there are labels).",
    };
    private static readonly Option<string?> Filter = new("--filter")
    {
        HelpName = "EXPR",
        Description = "Colour only samples for which this is true, the rest is grey: \"class = cat and score < 0.3\"; words are searched.",
    };
    private static readonly Option<string> Pictures = new("--pictures")
    {
        HelpName = "on|off",
        DefaultValueFactory = _ => "on",
        Description = "Show the pictures of samples that are near, where there are any (default on).",
    };

    private static readonly Option<string?> Style = new("--style")
    {
        HelpName = "HOW",
        Description = "How points are drawn: discs (lit, with smooth edges), flat or density (light that adds up) (default discs).",
    };
    private static readonly Option<string?> Theme = new("--theme")
    {
        HelpName = "dark|light",
        Description = "The background (default dark).",
    };
    private static readonly Option<double?> Opacity = new("--opacity")
    {
        HelpName = "X",
        Description = "Opacity of a point, 0.05 to 1; with --style density the light of one (default 1).",
    };
    private static readonly Option<string?> EyeDome = new("--edl")
    {
        HelpName = "STRENGTH[,RADIUS]",
        Description = "Eye-dome lighting of discs: strength 0 (none) to 4, and reach, 1 to 8 pixels (default 0.4,1.4).",
    };

    private static readonly Option<string?> Names = new("--names")
    {
        HelpName = "on|off",
        Description = "Show the names of classes, clusters or values in space (default on in a window, off in a picture).",
    };
    private static readonly Option<bool> Overlay = new("--overlay")
    {
        Description = "Text, legend and panels are part of pictures and films; without it they are clean.",
    };

    /// <summary>What a window takes.</summary>
    public static IReadOnlyList<Option> ForWindow { get; } =
    [
        Resolution,
        PointSize,
        Style,
        Theme,
        Opacity,
        EyeDome,
        ColorBy,
        Filter,
        Pictures,
        Names,
        Overlay,
    ];

    /// <summary>What a picture takes.</summary>
    public static IReadOnlyList<Option> ForPicture { get; } = [.. ForWindow, Camera];

    /// <summary>Reads and checks the group.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="count">n: many points are drawn smaller.</param>
    public static FrameSettings Read(ParseResult result, int count)
    {
        (int width, int height) = ResolutionOf(result);
        double size = result.GetValue(PointSize) is { } asked
            ? CommonOptions.Within("--point-size", asked, 1, 64)
            : DefaultPointSize(count);
        (float? eyeDome, float? eyeDomeRadius) = result.GetValue(EyeDome) is { } lighting ? EyeDomeOf(lighting) : default;
        return new FrameSettings
        {
            Width = width,
            Height = height,
            PointSize = (float)size,
            Drawing = DrawingOf(result.GetValue(Style)),
            IsLight = result.GetValue(Theme) switch
            {
                null => null,
                "dark" => false,
                "light" => true,
                var other => throw new UnusableInputException($"--theme {other}: use dark or light"),
            },
            Opacity = result.GetValue(Opacity) is { } opacity
                ? (float)CommonOptions.Within("--opacity", opacity, LookModel.MinOpacity, 1)
                : null,
            EyeDome = eyeDome,
            EyeDomeRadius = eyeDomeRadius,
            View = result.GetValue(Camera) is { } camera ? ParseView(camera) : ViewAngle.First,
            ColourBy = result.GetValue(ColorBy) ?? Colourings.Auto,
            ShowsNames = result.GetValue(Names) switch
            {
                null => null,
                "on" => true,
                "off" => false,
                var other => throw new UnusableInputException($"--names {other}: use on or off"),
            },
            ShowsOverlay = result.GetValue(Overlay),
            Filter = result.GetValue(Filter),
            ShowsPictures = result.GetValue(Pictures) switch
            {
                "on" => true,
                "off" => false,
                var other => throw new UnusableInputException($"--pictures {other}: use on or off"),
            },
        };
    }

    /// <summary>
    /// The diameter of a point in pixels by default: few points need to be large to be seen at all; a million would cover each other.
    /// </summary>
    public static double DefaultPointSize(int count) =>
        count switch
        {
            <= 2_000 => 7,
            <= 20_000 => 4,
            <= 200_000 => 3,
            _ => 2,
        };

    /// <summary>The drawing that a word names; null where none is given.</summary>
    /// <exception cref="UnusableInputException">No such word.</exception>
    public static PointDrawing? DrawingOf(string? word) =>
        word switch
        {
            null => null,
            "discs" => PointDrawing.Discs,
            "flat" => PointDrawing.Flat,
            "density" => PointDrawing.Density,
            _ => throw new UnusableInputException($"--style {word}: use discs, flat or density"),
        };

    private static (int Width, int Height) ResolutionOf(ParseResult result)
    {
        string text = result.GetValue(Resolution)!;
        string[] sides = text.Split('x');
        return
            sides.Length == 2
            && int.TryParse(sides[0], out int width)
            && int.TryParse(sides[1], out int height)
            && width is >= 1 and <= LargestSide
            && height is >= 1 and <= LargestSide
            ? (width, height)
            : throw new UnusableInputException(
                $"--resolution {text}: give WIDTHxHEIGHT in pixels, each 1 to {LargestSide}, for example 1280x720"
            );
    }

    /// <summary>Reads "STRENGTH" or "STRENGTH,RADIUS".</summary>
    /// <exception cref="UnusableInputException">Anything else.</exception>
    private static (float Strength, float? Radius) EyeDomeOf(string text)
    {
        string[] parts = text.Split(',');
        float radius = LookModel.ShortestEyeDome;
        bool isValid =
            float.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out float strength)
            && (parts.Length == 1 || float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out radius))
            && parts.Length <= 2
            && strength is >= 0 and <= LookModel.StrongestEyeDome
            && radius is >= LookModel.ShortestEyeDome and <= LookModel.LongestEyeDome;
        return isValid
            ? (strength, parts.Length == 2 ? radius : null)
            : throw new UnusableInputException(
                $"--edl {text}: give STRENGTH or STRENGTH,RADIUS, strength 0 to 4 and radius 1 to 8 pixels, for example 0.4,1.4"
            );
    }

    /// <summary>Reads "YAW,PITCH" or "YAW,PITCH,ZOOM", in degrees.</summary>
    /// <exception cref="UnusableInputException">Anything else.</exception>
    private static ViewAngle ParseView(string text)
    {
        string[] parts = text.Split(',');
        Span<float> values = [0, 0, 1];
        bool valid = parts.Length is 2 or 3;
        for (int i = 0; valid && i < parts.Length; i++)
            valid = float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) && float.IsFinite(values[i]);

        return valid && Math.Abs(values[1]) < 90 && values[2] is > 0.01f and < 100
            ? new ViewAngle(float.DegreesToRadians(values[0]), float.DegreesToRadians(values[1]), values[2])
            : throw new UnusableInputException(
                $"--camera {text}: give YAW,PITCH or YAW,PITCH,ZOOM in degrees, pitch within -90 and 90, zoom above 0, for example "
                    + "30,-20,1.5"
            );
    }
}
