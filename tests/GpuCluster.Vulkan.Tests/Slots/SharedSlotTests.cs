using System.IO.MemoryMappedFiles;
using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Submission;
using Microsoft.Win32.SafeHandles;
using Silk.NET.Vulkan;

namespace GpuCluster.Vulkan.Tests.Slots;

/// <summary>Memory that Vulkan really exports. The process itself stands for the other interface: it maps what was exported.</summary>
public sealed class SharedSlotTests
{
    private const int Count = 1000;

    [Fact]
    public void What_another_interface_writes_is_drawn_from_and_its_handles_are_its_own()
    {
        using ValidatedDevice gpu = Exporting();
        int before = OpenFiles();
        using (SharedSlotMemory slot = Slot(gpu, out TimelineSemaphore writes))
        using (CommandRing ring = new(gpu.Device))
        {
            ExportedMemory exported = slot.Exported!;
            Assert.InRange(exported.Bytes, 16L * Count, long.MaxValue);
            int exportedBefore = OpenFiles();
            using (SafeFileHandle handle = exported.Open())
            {
                Assert.False(handle.IsInvalid);
                Assert.Equal(exportedBefore + 1, OpenFiles());
                Assert.InRange(RandomAccess.GetLength(handle), exported.Bytes, long.MaxValue);
                using MemoryMappedFile file = MemoryMappedFile.CreateFromFile(
                    handle,
                    null,
                    0,
                    MemoryMappedFileAccess.ReadWrite,
                    default,
                    true
                );
                using MemoryMappedViewAccessor view = file.CreateViewAccessor();
                long first = PlaceOf(gpu.Device, ring, slot, view);
                for (ulong epoch = 1; epoch <= 3; epoch++)
                {
                    Vector4[] positions = [.. Enumerable.Range(0, Count).Select(i => new Vector4(i, epoch, -i, 0.5f))];
                    Assert.Equal(epoch, exported.NextWrite);
                    view.WriteArray(first, positions, 0, Count);
                    Signal(gpu.Device, writes, exported.NextWrite);
                    exported.Wrote();
                    slot.Flush();
                    Assert.Equal(new TimelineWait(writes, epoch), slot.Written);
                    Assert.Equal(positions, Drawn(gpu.Device, ring, slot));
                }
            }

            Assert.Equal(exportedBefore, OpenFiles());
        }

        Assert.Equal(before, OpenFiles());
    }

    [Fact]
    public void A_frame_waits_on_the_device_for_the_write_that_it_draws()
    {
        using ValidatedDevice gpu = Exporting();
        using SharedSlotMemory slot = Slot(gpu, out TimelineSemaphore writes);
        using CommandRing ring = new(gpu.Device);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        slot.Exported!.Wrote();
        ulong value = ring.Submit(frame, after: slot.Written);
        // The host went on; the device did not.
        Assert.True(gpu.Device.TimelineSemaphore.Completed < value);
        Signal(gpu.Device, writes, 1);
        gpu.Device.TimelineSemaphore.Wait(value, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_the_host_writes_is_copied_once_unless_the_device_writes_later()
    {
        using ValidatedDevice gpu = Exporting();
        using SharedSlotMemory slot = Slot(gpu, out TimelineSemaphore writes);
        using CommandRing ring = new(gpu.Device);
        Vector4[] first = [.. Enumerable.Range(0, Count).Select(i => new Vector4(i))];
        first.CopyTo(slot.Positions);
        slot.Flush();
        Assert.Equal(0ul, slot.Written.Value);
        Assert.Equal(first, Drawn(gpu.Device, ring, slot));
        slot.Positions.Fill(new Vector4(9));
        slot.Flush();
        Signal(gpu.Device, writes, 1);
        slot.Exported!.Wrote();
        Assert.Equal(first, Drawn(gpu.Device, ring, slot));
        slot.Positions.Fill(new Vector4(8));
        slot.Flush();
        // The write of the device comes first here, so the frame waits for it before it copies.
        Assert.Equal(1ul, slot.Written.Value);
        Assert.Equal(Enumerable.Repeat(new Vector4(8), Count), Drawn(gpu.Device, ring, slot));
    }

    [Fact]
    public void An_import_ends_before_the_memory_does()
    {
        using ValidatedDevice gpu = Exporting();
        Import first = new();
        Import second = new();
        using (SharedSlotMemory slot = Slot(gpu, out _))
        {
            slot.Exported!.Hold(first);
            Assert.Equal(0, first.Ends);
            slot.Exported.Hold(second);
            Assert.Equal((1, 0), (first.Ends, second.Ends));
        }

        Assert.Equal((1, 1), (first.Ends, second.Ends));
    }

    [Fact]
    public void A_timeline_is_exported_where_the_driver_says_that_it_can_be()
    {
        using ValidatedDevice gpu = new();
        Assert.SkipUnless(gpu.Device.Physical.Features.ExportsTimelines, "this driver exports no timeline semaphores");
        int before = OpenFiles();
        using (SharedSlotMemory slot = new(gpu.Device, Count))
        {
            using SafeFileHandle frames = slot.Exported!.Frames.Open();
            using SafeFileHandle writes = slot.Exported.Writes.Open();
            Assert.False(frames.IsInvalid || writes.IsInvalid);
        }

        Assert.Equal(before, OpenFiles());
    }

    [Theory]
    [InlineData(true, true, true, null)]
    [InlineData(true, true, false, "its Vulkan driver exports no timeline semaphores")]
    [InlineData(true, false, true, "its Vulkan driver exports no memory")]
    [InlineData(true, false, false, "its Vulkan driver exports neither memory nor timeline semaphores")]
    [InlineData(false, true, true, "A Card draws and Another computes: their UUIDs differ")]
    public void Slots_are_shared_with_the_device_that_draws_if_it_exports_all_of_it(
        bool isSame,
        bool exportsMemory,
        bool exportsTimelines,
        string? refusal
    )
    {
        Guid uuid = Guid.NewGuid();
        PhysicalDeviceInfo drawing = new()
        {
            Handle = default,
            Identity = new DeviceIdentity("A Card", DeviceKind.DiscreteGpu, uuid, null),
            Driver = "test 1",
            ApiVersion = new Version(1, 3, 200),
            QueueFamily = 0,
            Features = new DeviceFeatures(true, true, exportsMemory, exportsTimelines),
            Limits = default,
            Refusal = null,
        };
        DeviceIdentity writer = isSame ? drawing.Identity : new DeviceIdentity("Another", DeviceKind.DiscreteGpu, Guid.NewGuid(), null);
        Assert.Equal(refusal, PositionSlots.SharingRefusal(drawing, writer));
    }

    [Fact]
    public void Where_slots_are_not_shared_the_reason_is_given_once_and_the_host_writes()
    {
        using ValidatedDevice gpu = new();
        List<string> warnings = [];
        IReadOnlyList<IPositionSlotMemory> slots = PositionSlots.Allocate(
            gpu.Device,
            7,
            new DeviceIdentity("Another", DeviceKind.DiscreteGpu, Guid.NewGuid(), null),
            warnings.Add
        );
        using PositionStream stream = new(slots, gpu.Device.TimelineSemaphore);
        Assert.All(slots, slot => Assert.Null(slot.Exported));
        Assert.StartsWith("each epoch's positions go through the memory of the host: ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    private static ValidatedDevice Exporting()
    {
        ValidatedDevice gpu = new();
        if (gpu.Device.Physical.Features.ExportsMemory)
            return gpu;
        gpu.Dispose();
        Assert.Skip("this driver exports no memory");
        return null!;
    }

    /// <summary>A timeline of its own, which the host can signal in the other interface's place.</summary>
    private static SharedSlotMemory Slot(ValidatedDevice gpu, out TimelineSemaphore writes)
    {
        writes = new TimelineSemaphore(gpu.Device, isExported: false);
        return new SharedSlotMemory(gpu.Device, Count, writes, refused: null);
    }

    private static unsafe void Signal(VulkanDevice device, TimelineSemaphore timeline, ulong value)
    {
        SemaphoreSignalInfo info = new()
        {
            SType = StructureType.SemaphoreSignalInfo,
            Semaphore = timeline.Handle,
            Value = value,
        };
        device.Api.SignalSemaphore(device.Handle, &info).ThrowOnError();
    }

    /// <summary>
    /// Where the positions begin in an exported file, found by what a frame copied there: lavapipe keeps a header of its own before them.
    /// </summary>
    private static long PlaceOf(VulkanDevice device, CommandRing ring, SharedSlotMemory slot, MemoryMappedViewAccessor file)
    {
        Vector4[] pattern = [.. Enumerable.Range(0, Count).Select(i => new Vector4(i + 0.25f, 7, 3, 1))];
        pattern.CopyTo(slot.Positions);
        slot.Flush();
        Assert.Equal(pattern, Drawn(device, ring, slot));
        byte[] bytes = new byte[file.Capacity];
        file.ReadArray(0, bytes, 0, bytes.Length);
        int first = bytes.AsSpan().IndexOf(MemoryMarshal.AsBytes(pattern.AsSpan()));
        Assert.True(first >= 0, "what is drawn from is not the exported memory");
        return first;
    }

    /// <summary>The positions that a frame reads.</summary>
    private static Vector4[] Drawn(VulkanDevice device, CommandRing ring, SharedSlotMemory slot)
    {
        using ReadBackBuffer back = new(device, 16 * Count);
        CommandFrame frame = ring.Begin(TestContext.Current.CancellationToken);
        slot.RecordUpload(frame.Commands);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.TransferRead.And(Access.TransferWrite));
        frame.Commands.Copy(slot.Handle, back.Handle, 16 * Count);
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.HostRead);
        device.TimelineSemaphore.Wait(ring.Submit(frame, after: slot.Written), TestContext.Current.CancellationToken);
        slot.UploadSubmitted();
        return back.Read<Vector4>(Count).ToArray();
    }

    /// <summary>Descriptors of exported memory that this process holds: software drivers make files in memory of it.</summary>
    private static int OpenFiles() =>
        Directory
            .EnumerateFileSystemEntries("/proc/self/fd")
            .Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith("/memfd:", StringComparison.Ordinal) == true);

    private sealed class Import : IDisposable
    {
        public int Ends { get; private set; }

        public void Dispose() => Ends++;
    }
}
