using GpuCluster.Panels.Contents;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Widgets;

namespace GpuCluster.Panels.Tests.Desk;

public sealed class ColourPanelTests : IDisposable
{
    private readonly DeskFixture _stage = new();

    public void Dispose() => _stage.Dispose();

    /// <summary>Places on a scale count nothing: as entries they would all show 0.</summary>
    [Fact]
    public void Classes_are_listed_with_their_counts_and_density_is_a_scale_without()
    {
        Panel panel = ColourPanel.Make(new DeskParts(_stage.Scene, null, () => _stage.Status));
        Assert.Single(Shown<ListView>());
        Assert.Empty(Shown<ScaleBar>());

        Assert.True(_stage.Scene.Colours.TryChoose("density"));
        Assert.Empty(Shown<ListView>());
        Assert.Single(Shown<ScaleBar>());

        IEnumerable<Widget> Shown<TWidget>() => panel.Root.All().Where(widget => widget is TWidget);
    }
}
