namespace GpuCluster.Panels.Tests.Desk;

public sealed class Shots
{
    [Fact]
    public void Save_all()
    {
        using var stage = new DeskStage();
        stage.Scene.Selection.Select(5);
        DeskStage.Save(stage.Picture(), "/tmp/panels-1.png");
        stage.Scene.Selection.Hovered = 8;
        DeskStage.Save(stage.Picture(), "/tmp/panels-2.png");
    }
}
