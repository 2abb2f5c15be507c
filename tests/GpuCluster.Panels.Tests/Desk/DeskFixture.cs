using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Panels.Status;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;
using GpuCluster.Testing;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>A desk on a scene of made-up samples, with hands.</summary>
internal sealed class DeskFixture : IDisposable
{
    public DeskFixture(
        int count = 2_000,
        int classes = 10,
        Func<int, string>? name = null,
        int width = 1280,
        int height = 720,
        float scale = 1,
        string[]? fontFolders = null,
        SampleColumn[]? columns = null
    )
    {
        SampleLabels? labels =
            classes == 0
                ? null
                : new SampleLabels(
                    [.. Enumerable.Range(0, count).Select(i => i % classes)],
                    [.. Enumerable.Range(0, classes).Select(i => name?.Invoke(i) ?? $"{i}")]
                );
        Scene = new SceneState(
            new SampleFacts(count)
            {
                Labels = labels,
                Thumbnails = Thumbnails = new RoundThumbnails(count),
                Columns = columns ?? [],
            }
        );
        Scene.Resize(width, height);
        Scene.Handle(InputEvent.ContentScaled(scale));
        Scene.UpdatePositions(
            TestPositions.Of(
                count,
                positions =>
                {
                    Random random = new(5);
                    for (int i = 0; i < positions.Length; i++)
                        positions[i] = new Vector4(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, 0);
                }
            )
        );
        Scene.Advance(0.1);
        Panels = new PanelDesk(Scene, fontFolders: fontFolders ?? [], time: Clock);
        Status = new OverlayStatus
        {
            Name = "digits",
            Features = "784 features of pixels",
            Count = count,
            Method = "UMAP, 3-D, euclidean",
            Epoch = 120,
            Epochs = 500,
            MillisecondsPerEpoch = 8.24,
            FramesPerSecond = 59.7,
            Device = "llvmpipe (LLVM 15.0.6, 256 bits)",
            State = RunState.Running,
            Scale = scale,
        };
    }

    public SceneState Scene { get; }

    public RoundThumbnails Thumbnails { get; }

    public PanelDesk Panels { get; }

    public ManualClock Clock { get; } = new();

    public OverlayStatus Status { get; set; }

    public void Dispose()
    {
        Panels.Dispose();
        Thumbnails.Dispose();
    }

    /// <summary>The desk as it is now, after every picture it waits for has come.</summary>
    public OverlayBitmap Screenshot()
    {
        for (int i = 0; i < 4; i++)
        {
            Panels.Update(Status);
            SpinWait.SpinUntil(() => Panels.IsComplete);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Panels.Update(Status);
        return new OverlayBitmap(Panels, Scene.Width, Scene.Height);
    }

    public bool Tell(InputEvent input)
    {
        bool isUsed = Panels.Handle(input);
        if (!isUsed)
            Scene.Handle(input);
        return isUsed;
    }

    public bool Press(Key key, params Key[] held)
    {
        foreach (Key modifier in held)
            Tell(InputEvent.KeyChanged(modifier, isDown: true));
        bool isUsed = Tell(InputEvent.KeyChanged(key, isDown: true));
        Tell(InputEvent.KeyChanged(key, isDown: false));
        foreach (Key modifier in held)
            Tell(InputEvent.KeyChanged(modifier, isDown: false));
        return isUsed;
    }

    public bool Click(float x, float y)
    {
        Tell(InputEvent.CursorMoved(x, y));
        bool isUsed = Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true));
        Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false));
        return isUsed;
    }

    /// <summary>The desk over the scene's background, opaque.</summary>
    public static byte[] OnBackground(OverlayBitmap picture)
    {
        byte[] back = [16, 16, 20, 255];
        byte[] rgba = picture.Rgba.ToArray();
        for (int i = 0; i < rgba.Length; i += 4)
        {
            int alpha = rgba[i + 3];
            for (int channel = 0; channel < 4; channel++)
                rgba[i + channel] = (byte)Math.Min(255, rgba[i + channel] + (back[channel] * (255 - alpha) / 255));
        }

        return rgba;
    }
}
