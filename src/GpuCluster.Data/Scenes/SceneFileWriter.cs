using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Scenes;

/// <summary>Writes a .gpc, whole or not at all. The same scene gives the same bytes.</summary>
public static class SceneFileWriter
{
    /// <summary>Zip entries need a time; a fixed one makes the files of equal scenes equal.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the file.</summary>
    /// <exception cref="UnusableInputException">The place cannot be used.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(string path, SceneFile scene, CancellationToken cancellation = default) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                Write(zip, scene, cancellation);
            },
            cancellation
        );

    private static void Write(ZipArchive zip, SceneFile scene, CancellationToken cancellation)
    {
        int n = scene.Positions.Count;
        void Add<T>(string name, ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
            where T : unmanaged
        {
            cancellation.ThrowIfCancellationRequested();
            using Stream member = Open(zip, name, CompressionLevel.NoCompression);
            NpyWriter.Write(member, shape, values);
        }

        void AddIndices(string name, int[] indices) => Add<int>(name, [indices.Length], indices);

        AddJson(zip, SceneMembers.Document, DocumentOf(scene));
        Add<float>(SceneMembers.Positions, [n, scene.Positions.Dims], scene.Positions.Values);
        if (scene.Rows is { IsWhole: false } rows)
            AddIndices(SceneMembers.Rows, [.. Enumerable.Range(0, rows.Samples).Select(rows.RowOf)]);
        if (scene.Initial is { } initial)
            Add<float>(SceneMembers.Initial, [n, initial.Dims], initial.Values);
        if (scene.Labels is { } labels)
            AddIndices(SceneMembers.Labels, labels.ClassOf);
        for (int i = 0; i < scene.Columns.Count; i++)
        {
            if (scene.Columns[i] is NumericColumn numbers)
                Add<double>(SceneMembers.Column(i, isNumeric: true), [n], numbers.Values);
            else
                AddJson(zip, SceneMembers.Column(i, isNumeric: false), ((TextColumn)scene.Columns[i]).Values);
        }

        if (scene.Graph is { } graph)
        {
            AddIndices(SceneMembers.GraphRowStart, graph.RowStart);
            AddIndices(SceneMembers.GraphNeighbours, graph.Neighbours);
            Add<float>(SceneMembers.GraphWeights, [graph.EdgeCount], graph.Weights);
        }

        if (scene.Knn is { } knn)
        {
            Add<int>(SceneMembers.KnnNeighbours, [n, knn.K], knn.Neighbours);
            Add<float>(SceneMembers.KnnDistances, [n, knn.K], knn.Distances);
        }

        AddIndices(SceneMembers.Selected, scene.Selection.Selected);
        AddIndices(SceneMembers.Hidden, scene.Selection.Hidden);
        AddIndices(SceneMembers.Pinned, scene.Selection.Pinned);
        if (scene.Selection.Isolated is { } isolated)
            AddIndices(SceneMembers.Isolated, isolated);
        if (scene.History.Count == 0)
            return;
        int frames = scene.History.Count;
        AddIndices(SceneMembers.HistoryEpochs, [.. scene.History.Select(frame => frame.Epoch)]);
        Add(SceneMembers.HistoryLow, [frames, 3], MemoryMarshal.Cast<Vector3, float>(scene.History.Select(frame => frame.Low).ToArray()));
        Add(SceneMembers.HistoryStep, [frames, 3], MemoryMarshal.Cast<Vector3, float>(scene.History.Select(frame => frame.Step).ToArray()));
        using Stream positions = Open(zip, SceneMembers.HistoryPositions, CompressionLevel.NoCompression);
        NpyWriter.WriteHeader<ushort>(positions, [frames, n, 3]);
        foreach (SceneKeyframe frame in scene.History)
        {
            cancellation.ThrowIfCancellationRequested();
            if (frame.Quantised.Length != 3 * n)
                throw new ArgumentException($"epoch {frame.Epoch} holds {frame.Quantised.Length} coordinates, not {3 * n}", nameof(scene));
            NpyWriter.WriteValues(positions, frame.Quantised.Span);
        }
    }

    private static SceneDocument DocumentOf(SceneFile scene) =>
        new()
        {
            Format = SceneDocument.FormatName,
            Version = SceneFile.Version,
            Name = scene.Name,
            Count = scene.Positions.Count,
            Dims = scene.Positions.Dims,
            RowCount = scene.Rows is { IsWhole: false } rows ? rows.Count : null,
            Method = scene.Method,
            Parts = [.. PartsOf(scene)],
            Source = scene.Source,
            Model = scene.Model,
            Run = scene.Run,
            ClassNames = scene.Labels?.ClassNames,
            Columns = [.. scene.Columns.Select(column => new SceneColumn(column.Name, column is NumericColumn))],
            Focus = scene.Selection.Focus,
            Sections = scene.Sections,
        };

    private static IEnumerable<string> PartsOf(SceneFile scene)
    {
        if (scene.Initial is not null)
            yield return SceneMembers.Initial;
        if (scene.Graph is not null)
            yield return SceneMembers.GraphRowStart;
        if (scene.Knn is not null)
            yield return SceneMembers.KnnNeighbours;
        if (scene.Selection.Isolated is not null)
            yield return SceneMembers.Isolated;
        if (scene.History.Count > 0)
            yield return SceneMembers.HistoryEpochs;
    }

    private static void AddJson<T>(ZipArchive zip, string name, T value)
    {
        using Stream member = Open(zip, name, CompressionLevel.Fastest);
        JsonSerializer.Serialize(member, value, SceneDocument.Options);
    }

    private static Stream Open(ZipArchive zip, string name, CompressionLevel level)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, level);
        entry.LastWriteTime = Time;
        return entry.Open();
    }
}
