using System.Collections.Concurrent;
using GpuCluster.Core.Errors;
using GpuCluster.Rendering.Picking;
using GpuCluster.Testing;
using GpuCluster.Windowing.Glfw;
using Silk.NET.Vulkan;

namespace GpuCluster.Session.Tests.Faults;

/// <summary>Calls of Vulkan that fail, and devices that are lost.</summary>
[Collection(nameof(Live.ThreadsAlone))]
public sealed class VulkanFaultTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-vulkan-faults-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Every_call_that_fails_once_ends_with_one_clear_error_or_is_made_up_for_and_nothing_is_left()
    {
        FaultyVulkan sound = new((_, _) => null);
        AssertSound(Use(sound, window: null));
        Assert.InRange(sound.Calls.Count, 25, 100);

        ConcurrentBag<string> wrong = [];
        (string Name, int Number)[] cases = [.. sound.Calls.SelectMany(call => Numbers(call.Value).Select(number => (call.Key, number)))];
        Parallel.ForEach(cases, new ParallelOptions { MaxDegreeOfParallelism = 2 }, each => Try(each.Name, each.Number, null, wrong));
        Assert.Empty(wrong.Order());
    }

    [Fact]
    public void Every_call_of_a_window_that_fails_once_does_too()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? "");
        using XvfbDisplay display = XvfbDisplay.Start(400, 300);
        using GlfwWindow window = new(160, 120, "faults");
        FaultyVulkan sound = new((_, _) => null);
        AssertSound(Use(sound, window));
        string[] names = [.. sound.Calls.Keys.Where(name => name.EndsWith("KHR", StringComparison.Ordinal))];
        Assert.InRange(names.Length, 6, 20);

        ConcurrentBag<string> wrong = [];
        foreach (string name in names)
        {
            foreach (int number in Numbers(sound.Calls[name]))
                Try(name, number, window, wrong);
        }

        Assert.Empty(wrong.Order());
    }

    [Fact]
    public void After_a_lost_device_the_next_one_shows_the_same_and_the_layout_goes_on()
    {
        bool isLost = false;
        FaultyVulkan vulkan = new(
            (name, _) =>
            {
                isLost &= !name.Contains("Instance", StringComparison.Ordinal);
                return isLost ? Result.ErrorDeviceLost : null;
            }
        );
        using (FaultySession faulty = new(vulkan, window: null, _folder.FullName))
        {
            faulty.Show();
            faulty.Session.Scene.Selection.Select(3);
            faulty.Session.Scene.Selection.Select(5);
            DrawUntil(faulty, 5);
            faulty.Session.Cloud!.Layout.TogglePause();
            Settle(faulty);
            (uint[] ids, float[] depth) = (faulty.Session.Graphics.Renderer.ReadIds(), faulty.Session.Graphics.Renderer.ReadDepth());
            Assert.Contains(ids, id => id != uint.MaxValue);
            int[] selected = faulty.Session.Scene.Selection.Selected.ToArray();
            int[] history = faulty.Session.Scene.Timeline.History.Keyframes;
            string camera = $"{faulty.Session.Scene.Cameras.State.Camera}";
            int epoch = faulty.Stepper.Epoch;

            isLost = true;
            faulty.Draw();
            Assert.False(isLost, "the loss was not noticed");
            Assert.Contains("the graphics device was lost", Assert.Single(faulty.Said));
            Settle(faulty);
            Assert.Equal(ids, faulty.Session.Graphics.Renderer.ReadIds());
            Assert.Equal(depth, faulty.Session.Graphics.Renderer.ReadDepth());
            Assert.Equal(selected, faulty.Session.Scene.Selection.Selected.ToArray());
            Assert.Equal(history, faulty.Session.Scene.Timeline.History.Keyframes);
            Assert.Equal(camera, $"{faulty.Session.Scene.Cameras.State.Camera}");

            faulty.Session.Cloud.Layout.TogglePause();
            DrawUntil(faulty, epoch + 3);
        }

        Assert.Empty(vulkan.Messages);
        Assert.Equal(0, vulkan.Left);
    }

    [Fact]
    public void A_device_that_is_lost_again_and_again_ends_the_session_with_one_error()
    {
        bool mayBeLost = false;
        FaultyVulkan vulkan = new((name, _) => mayBeLost && name == "vkQueueSubmit2" ? Result.ErrorDeviceLost : null);
        using (FaultySession faulty = new(vulkan, window: null, _folder.FullName))
        {
            faulty.Show();
            faulty.Draw();
            mayBeLost = true;
            MachineFaultException fault = Assert.Throws<MachineFaultException>(() =>
            {
                for (int i = 0; i < 10; i++)
                    faulty.Draw();
            });
            // Lavapipe is the only device, so the second loss is the last.
            Assert.Contains("was lost", fault.Message);
        }

        Assert.Empty(vulkan.Messages);
        Assert.Equal(0, vulkan.Left);
    }

    private static void AssertSound(string outcome) => Assert.True(outcome.Length == 0, outcome);

    private static void DrawUntil(FaultySession faulty, int epoch)
    {
        for (int i = 0; i < 5000 && faulty.Stepper.Epoch < epoch; i++)
            faulty.Draw();
        Assert.True(faulty.Stepper.Epoch >= epoch, "the layout does not run");
    }

    private static IEnumerable<int> Numbers(int calls) => new[] { 1, calls }.Distinct();

    private void Try(string name, int number, GlfwWindow? window, ConcurrentBag<string> wrong)
    {
        Result fault =
            name is "vkAcquireNextImageKHR" && number == 1 ? Result.ErrorSurfaceLostKhr
            : name.Contains("Wait", StringComparison.Ordinal) || name.StartsWith("vkQueue", StringComparison.Ordinal)
                ? Result.ErrorDeviceLost
            : name is "vkAcquireNextImageKHR" or "vkGetSemaphoreCounterValue" or "vkGetQueryPoolResults" ? Result.ErrorDeviceLost
            : Result.ErrorOutOfDeviceMemory;
        bool hasFailed = false;
        FaultyVulkan vulkan = new(
            (called, at) =>
            {
                if (called != name || at != number || hasFailed)
                    return null;
                hasFailed = true;
                return fault;
            }
        );
        string outcome = Use(vulkan, window);
        string place = $"{name}, call {number}, {fault}";
        if (outcome.StartsWith('!'))
            wrong.Add($"{place}: {outcome}");
        if (!hasFailed && number == 1)
            wrong.Add($"{place}: not called");
        if (vulkan.Messages is [var first, ..])
            wrong.Add($"{place}: {vulkan.Messages.Count} messages: {first}");
        if (vulkan.Left != 0)
            wrong.Add($"{place}: {vulkan.Left} instances and devices are left");
    }

    /// <summary>Opens, shows, draws, picks, and closes.</summary>
    /// <returns>The error that it ended with; empty for none; beginning with ! where it is none for a user.</returns>
    private string Use(FaultyVulkan vulkan, GlfwWindow? window)
    {
        try
        {
            using FaultySession faulty = new(vulkan, window, _folder.FullName);
            faulty.Draw();
            faulty.Show();
            for (int frame = 0; frame < 4; frame++)
            {
                window?.WaitEvents(TimeSpan.FromMilliseconds(1));
                faulty.Draw(() => faulty.Session.Graphics.Renderer.RequestPick(80, 60));
                faulty.Draw(() => faulty.Session.Graphics.Renderer.TryTakePick(out PixelPick _));
            }

            faulty.Draw(() => faulty.Session.Graphics.Renderer.ReadIds(0, 0, 20, 20));
            return "";
        }
        catch (MachineFaultException fault)
        {
            return fault.Message;
        }
        catch (Exception exception)
        {
            return $"! {exception}";
        }
    }

    // Until thumbnails, names and the newest epoch are where they stay.
    private static void Settle(FaultySession faulty)
    {
        for (int i = 0; i < 40; i++)
            faulty.Draw();
    }
}
