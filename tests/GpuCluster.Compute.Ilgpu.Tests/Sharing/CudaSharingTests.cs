using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Ilgpu.Tests.Sharing;

/// <summary>
/// Positions written into the renderer's memory, by the calls of CUDA's driver up to the last one: kernels run on the simulator, and the
/// driver is a fake.
/// </summary>
public sealed class CudaSharingTests : IDisposable
{
    private const int Count = 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("slots").FullName;
    private readonly FakeFrames _frames = new();
    private readonly IlgpuDevice _device = TestDevices.Open("2");

    /// <summary>A call of the first write that fails, what is freed then, and the name of the call in the reason.</summary>
    public static TheoryData<int, string[], string> Failures =>
        new()
        {
            { 0, [], "cuImportExternalMemory failed with CUDA_ERROR_UNKNOWN" },
            { 1, ["DestroyMemory 0-memory"], "cuExternalMemoryGetMappedBuffer failed with CUDA_ERROR_OUT_OF_MEMORY" },
            { 2, ["Free 0-memory", "DestroyMemory 0-memory"], "cuImportExternalSemaphore failed with CUDA_ERROR_UNKNOWN" },
            {
                3,
                ["Free 0-memory", "DestroyMemory 0-memory", "DestroySemaphore 0-frames"],
                "cuImportExternalSemaphore failed with CUDA_ERROR_UNKNOWN"
            },
            { 4, Freed, "cuWaitExternalSemaphoresAsync failed with CUDA_ERROR_UNKNOWN" },
            { 5, Freed, "cuSignalExternalSemaphoresAsync failed with CUDA_ERROR_UNKNOWN" },
        };

    private static string[] Freed => ["Free 0-memory", "DestroyMemory 0-memory", "DestroySemaphore 0-writes", "DestroySemaphore 0-frames"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_epoch_is_written_where_it_is_drawn_from_and_the_host_waits_for_nothing(bool isTsne)
    {
        using FakeCudaDriver driver = new();
        FakeSlot[] slots = [.. Enumerable.Range(0, 3).Select(index => Slot(driver, index))];
        using PositionStream stream = new(slots, _frames);
        using ILayoutStepper expected = Stepper(isTsne, _device);
        using (ILayoutStepper stepper = Stepper(isTsne, _device.WithSharing(driver, FakeCudaDriver.Stream)))
        {
            Float4[]? written = null;
            driver.Waited = _ => Assert.All(slots, slot => Assert.False(WasWritten(driver, slot)));
            driver.Signalled = (file, _) =>
            {
                FakeSlot slot = Assert.Single(slots, each => each.WritesFile == file);
                written = driver.MemoryOf(slot.MemoryFile)[..Count].ToArray();
                driver.MemoryOf(slot.MemoryFile).Fill(FakeSlot.Nothing);
            };
            for (int epoch = 1; epoch <= 9; epoch++)
            {
                stepper.Step();
                expected.Step();
                stepper.WriteTo(stream.BeginWrite(stepper.WritesOnDevice, TestContext.Current.CancellationToken).Memory);
                stream.Publish(epoch);
                Vector4[] positions = new Vector4[Count];
                expected.WriteTo(new HostPositions(positions));
                Assert.Equal(positions, MemoryMarshal.Cast<Float4, Vector4>(written).ToArray());
                // A frame that is never finished: only the device may wait for it.
                Assert.True(stream.TryTakeNewest(out PositionSlot? taken));
                stream.Submitted(taken, (ulong)epoch);
                Assert.Equal(driver.Calls[^1], $"Signal {taken.Memory.Exported!.LastWrite}");
            }
        }

        Assert.Equal(0, _frames.HostWaits);
        Assert.All(slots, slot => Assert.Equal(0, slot.HostWrites));
        Assert.All(slots, slot => Assert.Empty(slot.Refusals));
        // Each slot is imported once. A slot is written again while the frame of three epochs ago still reads it.
        Assert.Equal(3, driver.Calls.Count(call => call.StartsWith("ImportMemory", StringComparison.Ordinal)));
        Assert.Equal(9, driver.Calls.Count(call => call.StartsWith("Signal", StringComparison.Ordinal)));
        Assert.Equal(6, driver.Calls.Count(call => call.StartsWith("Wait", StringComparison.Ordinal)));
        Assert.Equal(
            ["ImportMemory 0-memory", "MapBuffer 0-memory", "ImportSemaphore 0-frames", "ImportSemaphore 0-writes", "Signal 1"],
            driver.Calls[..5]
        );
        Assert.Equal(0, driver.Held);
        Assert.Equal(0, OpenFiles());
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void Where_a_call_fails_the_host_writes_from_then_on_and_the_reason_is_given_once(int call, string[] freed, string reason)
    {
        using FakeCudaDriver driver = new() { FailingCall = call };
        FakeSlot[] slots = [Slot(driver, 0), Slot(driver, 1)];
        using (ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream)))
        {
            Vector4[] expected = new Vector4[Count];
            stepper.WriteTo(new HostPositions(expected));
            foreach (FakeSlot slot in new[] { slots[0], slots[1], slots[0] })
            {
                Read(slot, by: 7);
                stepper.WriteTo(slot);
                Assert.Equal(expected, slot.Positions.ToArray());
            }

            Assert.Equal(freed, driver.Calls[(call + 1)..]);
            Assert.Equal([reason], slots.SelectMany(slot => slot.Refusals));
            Assert.Equal(0ul, slots[0].Exported!.LastWrite);
            // What the device did not wait for, the host does, before it writes.
            Assert.Equal(call < 4 ? 0 : 1, _frames.HostWaits);
            Assert.Equal(0, driver.Held);
            Assert.Equal(0, OpenFiles());
        }

        Assert.Equal(freed.Length, driver.Calls.Count - call - 1);
        Array.ForEach(slots, slot => slot.Dispose());
    }

    [Fact]
    public void The_second_write_may_fail_too()
    {
        using FakeCudaDriver driver = new() { FailingCall = 6 };
        using FakeSlot slot = Slot(driver, 0);
        using ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream));
        stepper.WriteTo(slot);
        Assert.Equal((1ul, 0), (slot.Exported!.LastWrite, slot.HostWrites));
        Read(slot, by: 3);
        stepper.WriteTo(slot);
        Assert.Equal((1ul, 1), (slot.Exported.LastWrite, slot.HostWrites));
        Assert.Equal(["Wait 3", "Signal 2", .. Freed], driver.Calls[5..]);
    }

    [Fact]
    public void A_driver_without_the_calls_is_named_with_the_version_that_has_them()
    {
        using FakeCudaDriver driver = new() { MissingCall = nameof(FakeCudaDriver.ImportSemaphore) };
        using FakeSlot slot = Slot(driver, 0);
        using ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream));
        Assert.False(stepper.WritesOnDevice(slot));
        Assert.Contains("older than 11.2", Assert.Single(slot.Refusals), StringComparison.Ordinal);
        Assert.Equal((0, 0), (driver.Held, OpenFiles()));
    }

    [Fact]
    public void Memory_of_another_size_is_refused_before_anything_is_opened()
    {
        using FakeCudaDriver driver = new();
        using FakeSlot slot = new(_folder, 0, Count, _frames, () => driver.Held == 0, bytes: (16 * Count) - 1);
        using ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream));
        Assert.False(stepper.WritesOnDevice(slot));
        Assert.Equal(["the exported memory has 319 bytes, and 20 positions take 320"], slot.Refusals);
        Assert.Empty(driver.Calls);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void A_renderer_that_opens_no_handle_is_no_error()
    {
        using FakeCudaDriver driver = new();
        using FakeSlot slot = Slot(driver, 0);
        slot.RefusesHandles = true;
        using ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream));
        stepper.WriteTo(slot);
        Assert.Equal(["vkGetMemoryFdKHR failed with ErrorTooManyObjects"], slot.Refusals);
        Assert.Equal(1, slot.HostWrites);
    }

    [Fact]
    public void A_renderer_that_ends_first_takes_the_import_along()
    {
        using FakeCudaDriver driver = new();
        using ILayoutStepper stepper = Stepper(isTsne: false, _device.WithSharing(driver, FakeCudaDriver.Stream));
        FakeSlot slot = Slot(driver, 0);
        stepper.WriteTo(slot);
        slot.Dispose();
        Assert.Equal(Freed, driver.Calls[^4..]);
        Assert.Equal((0, 0), (driver.Held, OpenFiles()));
    }

    [Fact]
    public void A_new_layout_imports_again_and_goes_on_counting()
    {
        using FakeCudaDriver driver = new();
        using FakeSlot slot = Slot(driver, 0);
        IlgpuDevice sharing = _device.WithSharing(driver, FakeCudaDriver.Stream);
        using (ILayoutStepper first = Stepper(isTsne: false, sharing))
        using (ILayoutStepper second = Stepper(isTsne: true, sharing))
        {
            first.WriteTo(slot);
            second.WriteTo(slot);
            // Back, as after an undo: what ended is imported again.
            first.WriteTo(slot);
        }

        Assert.Equal(["Signal 1", "Signal 2", "Signal 3"], driver.Calls.Where(call => call.StartsWith("Signal", StringComparison.Ordinal)));
        Assert.Equal(3, driver.Calls.Count(call => call == "Free 0-memory"));
        Assert.Equal((0, 0), (driver.Held, OpenFiles()));
    }

    [Fact]
    public void A_layout_without_a_cuda_device_asks_for_no_memory()
    {
        using FakeCudaDriver driver = new();
        using FakeSlot slot = Slot(driver, 0);
        using ILayoutStepper stepper = Stepper(isTsne: false, _device);
        Assert.Null(stepper.SharesMemoryOf);
        Assert.False(stepper.WritesOnDevice(slot));
        stepper.WriteTo(slot);
        Assert.Equal(1, slot.HostWrites);
        Assert.Empty(slot.Refusals);
    }

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static ILayoutStepper Stepper(bool isTsne, IlgpuDevice device) =>
        isTsne
            ? new IlgpuTsneStepper(RingLayouts.Ring(Count), RingLayouts.Circle(Count, 2), new TsneOptions { Dims = 2, Epochs = 20 }, device)
            : new IlgpuUmapStepper(RingLayouts.Ring(Count), RingLayouts.Circle(Count, 3), new UmapOptions { Epochs = 20 }, device);

    private static bool WasWritten(FakeCudaDriver driver, FakeSlot slot)
    {
        Span<Float4> memory = driver.MemoryOf(slot.MemoryFile);
        return !memory.IsEmpty && !float.IsNaN(memory[0].X);
    }

    /// <summary>As a stream does: a frame that is not finished reads the slot.</summary>
    private void Read(FakeSlot slot, ulong by)
    {
        _frames.Completed = Math.Max(_frames.Completed, by - 1);
        PositionStream stream = new([slot, new Other(slot), new Other(slot)], _frames);
        PositionSlot first = stream.BeginWrite(_ => true, CancellationToken.None);
        stream.Publish(0);
        stream.TryTakeNewest(out _);
        stream.Submitted(first, by);
        for (int others = 0; others < 2; others++)
        {
            stream.BeginWrite(_ => true, CancellationToken.None);
            stream.Publish(0);
            stream.TryTakeNewest(out _);
        }

        Assert.Same(slot, stream.BeginWrite(_ => true, CancellationToken.None).Memory);
    }

    private FakeSlot Slot(FakeCudaDriver driver, int index) => new(_folder, index, Count, _frames, () => driver.Held == 0);

    /// <summary>Descriptors of the slots' files that this process holds.</summary>
    private int OpenFiles() =>
        Directory
            .EnumerateFiles("/proc/self/fd")
            .Count(descriptor => new FileInfo(descriptor).LinkTarget?.StartsWith(_folder, StringComparison.Ordinal) == true);

    /// <summary>Memory that only fills a stream.</summary>
    private sealed class Other(FakeSlot slot) : IPositionSlotMemory
    {
        public int Count => slot.Count;

        public ExportedMemory? Exported => null;

        public Span<Vector4> Positions => new Vector4[Count];

        public void Flush()
        {
            // Nothing is drawn.
        }

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
