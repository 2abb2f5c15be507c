using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Scenes;
using GpuCluster.Data.Tables;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Files;
using GpuCluster.Session.Graphics;

namespace GpuCluster.Session.Live;

/// <summary>Writes what the user asks to keep of a scene. Frame thread.</summary>
/// <param name="folder">Where files go.</param>
internal sealed class SceneSaver(OutFolder folder)
{
    /// <summary>Writes the camera path that was recorded last.</summary>
    /// <returns>The file.</returns>
    public string SaveCameraPath(LiveCloud cloud)
    {
        CameraPath path = cloud.Scene.Cameras.Path ?? throw new UnusableInputException("no camera path has been recorded: V begins one");
        string file = folder.Next("path", ".json");
        CameraPathFile.Write(file, path);
        return file;
    }

    /// <summary>Writes the scene.</summary>
    /// <returns>The file.</returns>
    public string SaveScene(LiveCloud cloud)
    {
        string file = folder.Next("scene", ".gpc");
        SceneFileWriter.Write(file, cloud.Keep(file));
        return file;
    }

    /// <summary>Begins to write the folder for TensorBoard's projector.</summary>
    /// <returns>The folder, which is not whole yet.</returns>
    public string ExportProjector(LiveCloud cloud)
    {
        string path = folder.Next("projector", "");
        cloud.ExportProjector(path);
        return path;
    }

    /// <summary>Writes the tags and other classes of all samples, which the option that adds columns to data reads back.</summary>
    /// <returns>The .csv.</returns>
    public string ExportMarks(LiveCloud cloud)
    {
        SceneState scene = cloud.Scene;
        IReadOnlyList<TextColumn> columns = scene.Marks.Columns;
        if (columns.Count == 0)
            throw new UnusableInputException($"nothing is tagged: {SceneCommands.Tag.Keys} tags the selection");

        SampleHeading heading = HeadingOf(scene.Facts);
        SampleTable table = new(heading, [.. columns.Select(column => (column.Name, (Func<int, string>)column.TextOf))]);
        string file = folder.Next("tags", ".csv");
        table.Write(file, [.. Enumerable.Range(0, scene.Facts.Count)], CancellationToken.None);
        return file;
    }

    /// <summary>
    /// Writes the selected samples: paths, labels, columns and positions as .csv, positions as .npy with their indices, positions and
    /// colours as .ply.
    /// </summary>
    /// <returns>The .csv; the others lie beside it.</returns>
    public string ExportSelection(LiveCloud cloud)
    {
        SceneState scene = cloud.Scene;
        int[] indices = scene.Selection.Selected.ToArray();
        if (indices.Length == 0)
            throw new UnusableInputException("nothing is selected: click a point first");

        SampleHeading heading = HeadingOf(scene.Facts);
        SelectionSamples samples = new(indices, scene.Cloud.ToLayout(), heading)
        {
            Columns = [.. scene.Facts.Columns.Where(column => !SampleFacts.IsMark(column)), .. scene.Marks.Columns],
            Rgba = scene.Colours.Colours.Rgba,
        };
        string file = folder.Next("selection", ".csv", ".npy", ".indices.npy", ".ply");
        foreach (string extension in (string[])[".csv", ".npy", ".ply"])
            SelectionWriter.Write(Path.ChangeExtension(file, extension), samples);

        return file;
    }

    private static SampleHeading HeadingOf(SampleFacts facts) =>
        new()
        {
            Paths = facts.Paths,
            Labels = facts.Labels,
            Rows = facts.Rows,
        };
}
