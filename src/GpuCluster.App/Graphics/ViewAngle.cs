using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.App.Graphics;

/// <summary>Where a framed cloud is looked at from.</summary>
/// <param name="Yaw">Radians about the vertical.</param>
/// <param name="Pitch">Radians; below 0 looks down on the cloud.</param>
/// <param name="Zoom">1 frames the cloud; 2 is twice as near.</param>
internal readonly record struct ViewAngle(float Yaw, float Pitch, float Zoom)
{
    public static ViewAngle First { get; } = new(Framing.FirstYaw, Framing.FirstPitch, 1);

    /// <summary>Reads "YAW,PITCH" or "YAW,PITCH,ZOOM", in degrees.</summary>
    /// <exception cref="UnusableInputException">Anything else.</exception>
    public static ViewAngle Parse(string text)
    {
        string[] parts = text.Split(',');
        Span<float> values = [0, 0, 1];
        bool valid = parts.Length is 2 or 3;
        for (int i = 0; valid && i < parts.Length; i++)
        {
            valid = float.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) && float.IsFinite(values[i]);
        }

        return valid && Math.Abs(values[1]) < 90 && values[2] is > 0.01f and < 100
            ? new ViewAngle(float.DegreesToRadians(values[0]), float.DegreesToRadians(values[1]), values[2])
            : throw new UnusableInputException($"--camera {text}: give YAW,PITCH or YAW,PITCH,ZOOM in degrees, pitch within -90 and 90, zoom above 0, for example 30,-20,1.5");
    }
}
