using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Scene.Cameras;

namespace GpuCluster.Session.Graphics;

/// <summary>
/// A recorded camera path as JSON: <c>{"format": "gpucluster camera path", "version": 1, "keyframes": [{"seconds", "position": [x, y, z],
/// "yaw", "pitch", "fieldOfView"}]}</c>. Times from the first keyframe's, positions in the layout's units, angles in radians.
/// </summary>
public static class CameraPathFile
{
    private const string Format = "gpucluster camera path";
    private const int Version = 1;

    /// <summary>Writes a path, whole or not at all.</summary>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(string file, CameraPath path)
    {
        JsonObject json = new()
        {
            ["format"] = Format,
            ["version"] = Version,
            ["keyframes"] = new JsonArray([.. path.Keyframes.Select(ToJson)]),
        };
        AtomicFile.Write(file, stream => JsonSerializer.Serialize(stream, json));
    }

    /// <summary>Reads a path.</summary>
    /// <exception cref="UnusableInputException">It is not there, or not such a file; the message says what is wrong.</exception>
    public static CameraPath Read(string file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetString() != Format)
                throw new UnusableInputException($"{file}: not a camera path; V in the window records one");

            if (root.GetProperty("version").GetInt32() is var version && version != Version)
            {
                throw new UnusableInputException(
                    $"{file}: version {version} of the camera path is newer than this program; this one reads version {Version}"
                );
            }

            return new CameraPath(root.GetProperty("keyframes").EnumerateArray().Select(FromJson));
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UnusableInputException($"{file}: not a camera path: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{file}: cannot be read: {exception.Message}", exception);
        }
    }

    private static JsonNode ToJson(CameraKeyframe keyframe) =>
        new JsonObject
        {
            ["seconds"] = keyframe.Seconds,
            ["position"] = new JsonArray(keyframe.Camera.Position.X, keyframe.Camera.Position.Y, keyframe.Camera.Position.Z),
            ["yaw"] = keyframe.Camera.Yaw,
            ["pitch"] = keyframe.Camera.Pitch,
            ["fieldOfView"] = keyframe.Camera.VerticalFov,
        };

    private static CameraKeyframe FromJson(JsonElement json)
    {
        float[] at = [.. json.GetProperty("position").EnumerateArray().Select(value => value.GetSingle())];
        if (at.Length != 3)
            throw new FormatException($"a position has {at.Length} coordinates and not 3");

        Camera camera = new(
            new Vector3(at),
            json.GetProperty("yaw").GetSingle(),
            json.GetProperty("pitch").GetSingle(),
            json.GetProperty("fieldOfView").GetSingle()
        );
        return new CameraKeyframe(json.GetProperty("seconds").GetDouble(), camera);
    }
}
