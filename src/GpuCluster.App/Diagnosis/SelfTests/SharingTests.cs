using System.Diagnostics;
using System.Globalization;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>Positions that a device writes into the slots that Vulkan draws from, ordered by shared semaphores.</summary>
internal static class SharingTests
{
    private const string Recovery = "recovery from a lost device";
    private const int Points = 5000;
    private const int Epochs = 6;

    /// <summary>Of the comparison of times.</summary>
    private const int TimedPoints = 200_000;
    private const int Repetitions = 20;

    /// <summary>Runs one for each kind of device that shares memory, where it is here.</summary>
    /// <param name="scope">How much.</param>
    /// <param name="copies">Receives that there are none where a device shares them.</param>
    public static IEnumerable<SelfTestRow> Run(SelfTestScope scope, CopiesThroughHost copies)
    {
        scope.Progress.Begin("sharing", $"({Points}, 3), {Epochs} epochs");
        SelfTestRow[] rows =
        [
            On(IlgpuBackend.Cuda, "positions and semaphores shared with CUDA", scope),
            On(IlgpuBackend.OpenCl, "positions shared with OpenCL", scope),
        ];
        if (rows.Any(row => row.State == SelfTestState.Passed))
            copies.CountShared();

        foreach (SelfTestRow row in rows)
            yield return row;

        yield return SelfTestRow.Skipped(Recovery, "no program can make a driver lose its device; the tests of the project inject it");
    }

    private static SelfTestRow On(IlgpuBackend backend, string name, SelfTestScope scope)
    {
        IlgpuDeviceInfo? info = IlgpuDevices.List().Devices.FirstOrDefault(device => device.Backend == backend && device.Usable);
        if (info is null)
            return SelfTestRow.Skipped(name, "there is no such device here");

        try
        {
            using GraphicsDevice graphics = GraphicsDevice.Create(window: null);
            DeviceMatch match = DeviceMatch.Compare(graphics.Device.Physical.Identity, info.Identity);
            if (!match.IsSame)
                return SelfTestRow.Skipped(name, $"{info.Selector} is not the device that draws: {match.Reason}");

            using IlgpuDevice device = IlgpuDevices.Open(info.Selector);
            return SelfTestRow.Run(name, () => Compare(name, graphics.Device, device, scope));
        }
        catch (MachineFaultException fault)
        {
            return SelfTestRow.Skipped(name, fault.Message);
        }
    }

    /// <summary>Every epoch as a frame would read it, against the same epoch as the host reads it afterwards.</summary>
    private static SelfTestRow Compare(string name, VulkanDevice graphics, IlgpuDevice device, SelfTestScope scope)
    {
        List<string> refusals = [];
        using IlgpuUmapStepper stepper = new(
            SyntheticGraph.Create(Points, SelfTestScope.Seed),
            SyntheticGraph.Cloud(new KernelSize(Points, 3), SelfTestScope.Seed),
            new UmapOptions { Epochs = Epochs },
            device
        );
        IReadOnlyList<IPositionSlotMemory> slots = PositionSlots.Allocate(graphics, Points, stepper.SharesMemoryOf, refusals.Add);
        using PositionStream stream = new(slots, graphics.TimelineSemaphore);
        using SlotReader reader = new(graphics, Points);
        bool isSame = true;
        for (int epoch = 1; epoch <= Epochs && refusals.Count == 0; epoch++)
        {
            stepper.Step();
            long before = stepper.CopiedBytes;
            stepper.WriteTo(stream.BeginWrite(stepper.WritesOnDevice, scope.Cancellation).Memory);
            stream.Publish(epoch);
            if (stepper.CopiedBytes > before)
                refusals.Add("its driver takes no memory of the host");

            stream.TryTakeNewest(out PositionSlot? slot);
            Layout drawn = Layout.FromPositions(reader.Read(stream, slot!, scope.Cancellation), stepper.Dims);
            isSame &= drawn.Values.AsSpan().SequenceEqual(stepper.Read().Values);
        }

        return refusals.Count > 0
            ? SelfTestRow.Skipped(name, refusals[0])
            : SelfTestRow.Compared(name, isSame ? 0 : 1, 0, scope.IsQuick ? "" : Times(graphics, device, scope));
    }

    /// <summary>How long it takes from the last kernel of an epoch to its slot being published, shared and staged.</summary>
    private static string Times(VulkanDevice graphics, IlgpuDevice device, SelfTestScope scope)
    {
        using IlgpuUmapStepper stepper = new(
            SyntheticGraph.Create(TimedPoints, SelfTestScope.Seed),
            SyntheticGraph.Cloud(new KernelSize(TimedPoints, 3), SelfTestScope.Seed),
            new UmapOptions { Epochs = Epochs },
            device
        );
        double shared = Median(
            graphics,
            stepper,
            PositionSlots.Allocate(graphics, TimedPoints, stepper.SharesMemoryOf),
            scope.Cancellation
        );
        device.SharesMemory = false;
        double staged = Median(
            graphics,
            stepper,
            [.. Enumerable.Range(0, 3).Select(_ => new StagedSlotMemory(graphics, TimedPoints))],
            scope.Cancellation
        );
        device.SharesMemory = true;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{TimedPoints} points published {shared:0.00} ms after the last kernel, {staged:0.00} ms staged (median of {Repetitions})"
        );
    }

    private static double Median(
        VulkanDevice graphics,
        IlgpuUmapStepper stepper,
        IReadOnlyList<IPositionSlotMemory> slots,
        CancellationToken cancellation
    )
    {
        using PositionStream stream = new(slots, graphics.TimelineSemaphore);
        double[] milliseconds = new double[Repetitions];
        // The first writes compile and touch the memory.
        for (int i = -slots.Count; i < Repetitions; i++)
        {
            stepper.Finish();
            long began = Stopwatch.GetTimestamp();
            stepper.WriteTo(stream.BeginWrite(stepper.WritesOnDevice, cancellation).Memory);
            stream.Publish(0);
            if (i >= 0)
                milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            stream.TryTakeNewest(out _);
        }

        stepper.Finish();
        Array.Sort(milliseconds);
        return (milliseconds[(Repetitions - 1) / 2] + milliseconds[Repetitions / 2]) / 2;
    }
}
