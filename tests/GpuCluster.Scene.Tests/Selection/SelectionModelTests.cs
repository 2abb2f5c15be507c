using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Tests.Selection;

public sealed class SelectionModelTests
{
    [Fact]
    public void A_point_is_selected_alone_and_let_go()
    {
        var selection = new SelectionModel(5);
        selection.Select(2);
        long version = selection.Version;
        selection.Select(4);
        Assert.True(selection.Contains(4));
        Assert.False(selection.Contains(2));
        Assert.Equal((1, 4), (selection.Count, selection.Focus));
        Assert.NotEqual(version, selection.Version);
        selection.Clear();
        Assert.Equal((0, null), (selection.Count, selection.Focus));
        Assert.Throws<ArgumentOutOfRangeException>(() => selection.Select(5));
    }
}
