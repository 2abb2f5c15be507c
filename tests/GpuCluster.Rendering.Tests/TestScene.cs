using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.Rendering.Tests;

/// <summary>Clouds and cameras that need nothing of the scene room.</summary>
internal static class TestScene
{
    /// <summary>Looks from <paramref name="eye"/> at the origin, 57.3 degrees high, y down in clip space.</summary>
    public static SceneFrame Look(Vector3 eye, int width, int height, PointColours colours, float pointSize = 3)
    {
        Matrix4x4 projection = Matrix4x4.CreatePerspectiveFieldOfView(1, (float)width / height, 0.01f, 40);
        projection.M22 = -projection.M22;
        return new SceneFrame
        {
            View = Matrix4x4.CreateLookAt(eye, Vector3.Zero, Vector3.UnitY),
            Projection = projection,
            PointSize = pointSize,
            Colours = colours,
            FadeRange = new Vector2(eye.Length() - 1, eye.Length() + 1),
        };
    }

    /// <summary>Ten round clouds of points on a circle, the same for every run.</summary>
    public static Vector4[] TenClouds(int count)
    {
        Vector4[] positions = new Vector4[count];
        ulong state = 1;
        for (int i = 0; i < count; i++)
        {
            float angle = i % 10 * MathF.Tau / 10;
            Vector3 centre = new Vector3(MathF.Cos(angle), 0.3f * MathF.Sin(3 * angle), MathF.Sin(angle)) * 0.7f;
            positions[i] = new Vector4(centre + 0.25f * new Vector3(Bell(ref state), Bell(ref state), Bell(ref state)), 1);
        }
        return positions;
    }

    /// <summary>One of ten colours by index.</summary>
    public static PointColours TenColours(int count)
    {
        // Okabe and Ito's colours, and two more that keep their distance on a dark ground.
        uint[] palette =
        [
            0xFF009FE6,
            0xFFE9B456,
            0xFF739E00,
            0xFF42E4F0,
            0xFFD08A3C,
            0xFF005ED5,
            0xFFA779CC,
            0xFFBBBBBB,
            0xFF77CCAA,
            0xFF6677EE,
        ];
        return new PointColours([.. Enumerable.Range(0, count).Select(i => palette[i % 10])]);
    }

    /// <summary>A stream that has published the positions once.</summary>
    public static PositionStream Stream(VulkanDevice device, Vector4[] positions, bool isStaged = false)
    {
        IReadOnlyList<IPositionSlotMemory> memories = isStaged
            ? [.. Enumerable.Range(0, 3).Select(_ => new StagedSlotMemory(device, positions.Length))]
            : PositionSlots.Allocate(device, positions.Length);
        PositionStream stream = new(memories, device.TimelineSemaphore);
        positions.CopyTo(stream.BeginWrite(CancellationToken.None).Memory.Positions);
        stream.Publish(1);
        return stream;
    }

    // The sum of four uniform numbers, about a bell of deviation 0.58.
    private static float Bell(ref ulong state)
    {
        float sum = -2;
        for (int i = 0; i < 4; i++)
        {
            state = state * 6364136223846793005 + 1442695040888963407;
            sum += (state >> 40) / 16777216f;
        }
        return sum;
    }
}
