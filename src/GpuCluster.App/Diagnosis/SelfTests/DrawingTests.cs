using GpuCluster.App.Benchmarks;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>Whole frames under Vulkan's validation layer: the right pixels, and no message.</summary>
internal static class DrawingTests
{
    private const string WithValidation = "drawing with validation";
    private const int Points = 2000;
    private const int Frames = 5;

    /// <summary>Runs them, and counts copies of positions.</summary>
    /// <param name="scope">How much.</param>
    /// <param name="copies">Receives the copies of an epoch and a frame; unchanged where nothing draws.</param>
    public static IEnumerable<SelfTestRow> Run(SelfTestScope scope, CopiesThroughHost copies)
    {
        scope.Progress.Begin("drawing", $"({Points}, 3), {Frames} frames");
        string? missing = Missing(copies);
        if (missing is not null)
        {
            yield return SelfTestRow.Skipped(WithValidation, missing);
            yield break;
        }

        yield return SelfTestRow.Run(WithValidation, () => Draw(scope.Cancellation));
    }

    private static string? Missing(CopiesThroughHost copies)
    {
        try
        {
            using GraphicsDevice graphics = GraphicsDevice.Create(window: null);
            IReadOnlyList<IPositionSlotMemory> slots = PositionSlots.Allocate(graphics.Device, Points);
            copies.Count(slots[0]);
            foreach (IPositionSlotMemory slot in slots)
                slot.Dispose();

            using VulkanInstance validated = VulkanInstance.Create(new VulkanInstanceOptions { Validation = true, Messages = _ => { } });
            return null;
        }
        catch (MachineFaultException fault)
        {
            return fault.Message;
        }
    }

    private static SelfTestRow Draw(CancellationToken cancellation)
    {
        List<ValidationMessage> messages = [];
        double wrong;
        using (
            GraphicsDevice graphics = GraphicsDevice.Create(
                window: null,
                new VulkanInstanceOptions { Validation = true, Messages = messages.Add }
            )
        )
        {
            using FrameRun run = new(
                graphics.Device,
                new FrameRendererOptions(),
                SyntheticGraph.Cloud(new KernelSize(Points, 3), SelfTestScope.Seed)
            );
            for (int frame = 0; frame < Frames; frame++)
                run.Run(cancellation);

            wrong = run.MaxRelativeError();
        }

        return messages is [var first, ..]
            ? new SelfTestRow(
                WithValidation,
                SelfTestState.Failed,
                $"{messages.Count} messages, the first: {first.Id}: {first.Text}",
                wrong
            )
            : SelfTestRow.Compared(WithValidation, wrong, KernelVariant.Rounding);
    }
}
