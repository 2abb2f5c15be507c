using System.Buffers.Binary;
using System.Numerics;
using System.Text.Json;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Scenes;

/// <summary>Reads a .gpc. The result is valid: every length, index, range and order was checked, and every number is finite.</summary>
public static class SceneFileReader
{
    /// <summary>Where the name of a zip's first member begins; its length stands four bytes before (PKWARE's APPNOTE, 4.3.7).</summary>
    private const int NameAt = 30;

    /// <summary>The first bytes of a zip's first member.</summary>
    private static ReadOnlySpan<byte> Magic => "PK\u0003\u0004"u8;

    /// <summary>
    /// Whether a path is treated as a scene: by its first member, as an archive of images and a .npz are zips too; or, if damaged or
    /// absent, by its name.
    /// </summary>
    public static bool Reads(string path)
    {
        if (path.EndsWith(".gpc", StringComparison.OrdinalIgnoreCase))
            return true;
        if (NodeKinds.Of(path) != NodeKind.Regular || Directory.Exists(path))
            return false;
        ReadOnlySpan<byte> first = "scene.json"u8;
        Span<byte> start = stackalloc byte[NameAt + first.Length];
        using FileStream stream = InputFile.Open(path);
        return InputFile.ReadUpTo(stream, start, path) == start.Length
            && start.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt16LittleEndian(start[(NameAt - 4)..]) == first.Length
            && start[NameAt..].SequenceEqual(first);
    }

    /// <summary>Reads a scene.</summary>
    /// <exception cref="UnusableInputException">Not a scene, damaged, incomplete, or of a newer version.</exception>
    /// <exception cref="MachineFaultException">The disk fails, or the memory does not suffice.</exception>
    public static SceneFile Read(string path, CancellationToken cancellation = default)
    {
        using SceneArchive archive = SceneArchive.Open(path);
        SceneDocument document = ReadDocument(archive, path);
        int n = document.Count;
        bool Has(string part) => document.Parts.Contains(part, StringComparer.Ordinal);
        cancellation.ThrowIfCancellationRequested();
        SceneFile scene = new(document.Name, ReadLayout(archive, SceneMembers.Positions, n, document.Dims))
        {
            Rows = document.RowCount is { } total ? ReadRows(archive, n, total) : null,
            Source = document.Source,
            Model = document.Model,
            Method = document.Method,
            Run = document.Run,
            Initial =
                Has(SceneMembers.Initial) || document.Run is not null ? ReadLayout(archive, SceneMembers.Initial, n, document.Dims) : null,
            Labels = document.ClassNames is { } names ? ReadLabels(archive, n, names) : null,
            Columns = [.. document.Columns.Select((column, i) => ReadColumn(archive, i, column, n))],
            Graph = Has(SceneMembers.GraphRowStart) || document.Run is not null ? ReadGraph(archive, n) : null,
            Knn = Has(SceneMembers.KnnNeighbours) ? ReadKnn(archive, n) : null,
            Selection = new SceneSelection
            {
                Selected = ReadIndices(archive, SceneMembers.Selected, n),
                Hidden = ReadIndices(archive, SceneMembers.Hidden, n),
                Isolated = Has(SceneMembers.Isolated) ? ReadIndices(archive, SceneMembers.Isolated, n) : null,
                Pinned = ReadIndices(archive, SceneMembers.Pinned, n),
                Focus = document.Focus,
            },
            Sections = document.Sections,
        };
        return Has(SceneMembers.HistoryEpochs) ? scene with { History = ReadHistory(archive, n, cancellation) } : scene;
    }

    private static SceneDocument ReadDocument(SceneArchive archive, string path)
    {
        ReadOnlyMemory<byte> bytes = archive.Bytes(SceneMembers.Document);
        try
        {
            using (JsonDocument json = JsonDocument.Parse(bytes))
            {
                if (
                    json.RootElement.ValueKind != JsonValueKind.Object
                    || !json.RootElement.TryGetProperty("format", out JsonElement format)
                    || format.ValueKind != JsonValueKind.String
                    || format.GetString() != SceneDocument.FormatName
                )
                {
                    throw archive.Damaged(SceneMembers.Document, "does not describe a scene");
                }

                int version = json.RootElement.GetProperty("version").GetInt32();
                if (version > SceneFile.Version)
                {
                    throw new UnusableInputException(
                        $"{path}: made by a newer program (format {version}; this one reads up to {SceneFile.Version}); update this program"
                    );
                }

                if (version < 1)
                    throw archive.Damaged(SceneMembers.Document, $"has format {version}");
            }

            SceneDocument document = JsonSerializer.Deserialize<SceneDocument>(bytes.Span, SceneDocument.Options)!;
            Check(archive, document);
            return document;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or NotSupportedException)
        {
            throw archive.Damaged(SceneMembers.Document, $"cannot be parsed ({e.Message.ReplaceLineEndings(" ")})");
        }
    }

    private static void Check(SceneArchive archive, SceneDocument document)
    {
        void Require(bool holds, string fault)
        {
            if (!holds)
                throw archive.Damaged(SceneMembers.Document, fault);
        }

        Require(document.Count >= 1, $"has {document.Count} samples");
        Require(document.Dims is 2 or 3, $"has {document.Dims} dimensions");
        Require(
            document.Focus is null || (uint)document.Focus.Value < (uint)document.Count,
            $"has sample {document.Focus} of {document.Count} in focus"
        );
        Require(
            document.Columns.All(column => column is { Name: not null }) && document.ClassNames?.All(name => name is not null) != false,
            "has a name that is null"
        );
        if (document.Source is { } source)
        {
            Require(source.Limit is null or >= 1, $"took {source.Limit} samples");
            Require(
                new[] { source.Path, source.RelativePath, source.LabelsPath }.All(name =>
                    name?.Contains('\0', StringComparison.Ordinal) != true
                ),
                "has an invalid path"
            );
        }

        if (document.Model is { } model)
        {
            Require(
                new[] { model.Path, model.RelativePath, model.Weights }.All(name =>
                    name.Length > 0 && !name.Contains('\0', StringComparison.Ordinal)
                ),
                "has an invalid model path"
            );
        }

        if (document.Run is not { } run)
            return;
        Require(UmapLimits.FaultIn(run.Options) is null, $"has invalid options: {UmapLimits.FaultIn(run.Options)?.Message}");
        Require(run.Options.Dims == document.Dims, $"has options for {run.Options.Dims} dimensions and positions of {document.Dims}");
        Require(run.Components is null or (>= 1 and <= ComponentLimits.Max), $"was reduced to {run.Components} components");
        Require(run.Epoch >= 0 && run.Epoch <= run.Epochs, $"stopped at epoch {run.Epoch} of {run.Epochs}");
    }

    private static Layout ReadLayout(SceneArchive archive, string name, int n, int dims) =>
        new(n, dims, ReadFinite(archive, name, n, dims));

    private static float[] ReadFinite(SceneArchive archive, string name, params ReadOnlySpan<long> shape)
    {
        float[] values = archive.Array<float>(name, shape);
        int bad = Finite.IndexOfFirstBad(values);
        return bad < 0 ? values : throw archive.Damaged(name, $"has {values[bad]} as value {bad}");
    }

    private static SampleRows ReadRows(SceneArchive archive, int n, int total)
    {
        int[] rows = archive.Array<int>(SceneMembers.Rows, n);
        CheckRange(archive, SceneMembers.Rows, rows, 0, total);
        for (int sample = 1; sample < n; sample++)
        {
            if (rows[sample] <= rows[sample - 1])
                throw archive.Damaged(SceneMembers.Rows, $"descends after value {sample - 1}");
        }

        return SampleRows.Of(total, rows);
    }

    private static SampleLabels ReadLabels(SceneArchive archive, int n, IReadOnlyList<string> names)
    {
        int[] classes = archive.Array<int>(SceneMembers.Labels, n);
        CheckRange(archive, SceneMembers.Labels, classes, -1, names.Count);
        return new SampleLabels(classes, names);
    }

    private static SampleColumn ReadColumn(SceneArchive archive, int index, SceneColumn column, int n)
    {
        string member = SceneMembers.Column(index, column.IsNumeric);
        if (column.IsNumeric)
        {
            // Scenes of earlier versions hold floats.
            double[] values =
                archive.TypeOf(member) == NpyWriter.TypeOf<float>()
                    ? ColumnTypes.AsWritten<float>(archive.Array<float>(member, n))
                    : archive.Array<double>(member, n);
            return new NumericColumn(column.Name, values);
        }

        try
        {
            string?[] texts = JsonSerializer.Deserialize<string?[]>(archive.Bytes(member).Span) ?? [];
            if (texts.Length != n || texts.Contains(null))
                throw archive.Damaged(member, $"holds {texts.Length} texts, some of them null perhaps, where {n} belong");
            return new TextColumn(column.Name, texts!);
        }
        catch (JsonException e)
        {
            throw archive.Damaged(member, $"cannot be parsed ({e.Message})");
        }
    }

    private static LayoutGraph ReadGraph(SceneArchive archive, int n)
    {
        int[] starts = archive.Array<int>(SceneMembers.GraphRowStart, n + 1L);
        if (starts[0] != 0)
            throw archive.Damaged(SceneMembers.GraphRowStart, $"begins with {starts[0]}");
        for (int i = 0; i < n; i++)
        {
            if (starts[i + 1] < starts[i])
                throw archive.Damaged(SceneMembers.GraphRowStart, $"descends after value {i}");
        }

        int[] neighbours = archive.Array<int>(SceneMembers.GraphNeighbours, starts[n]);
        CheckRange(archive, SceneMembers.GraphNeighbours, neighbours, 0, n);
        float[] weights = ReadFinite(archive, SceneMembers.GraphWeights, starts[n]);
        CheckPositive(archive, SceneMembers.GraphWeights, weights);
        return new LayoutGraph(starts, neighbours, weights);
    }

    private static KnnGraph ReadKnn(SceneArchive archive, int n)
    {
        int[] neighbours = archive.Array<int>(SceneMembers.KnnNeighbours, n, -1);
        if (neighbours.Length == 0)
            throw archive.Damaged(SceneMembers.KnnNeighbours, "is empty");
        int k = neighbours.Length / n;
        CheckRange(archive, SceneMembers.KnnNeighbours, neighbours, 0, n);
        float[] distances = ReadFinite(archive, SceneMembers.KnnDistances, n, k);
        CheckPositive(archive, SceneMembers.KnnDistances, distances);
        return new KnnGraph(n, k, neighbours, distances);
    }

    private static int[] ReadIndices(SceneArchive archive, string name, int n)
    {
        int[] indices = archive.Array<int>(name, -1);
        CheckRange(archive, name, indices, 0, n);
        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] <= indices[i - 1])
                throw archive.Damaged(name, $"does not ascend at value {i}");
        }

        return indices;
    }

    private static SceneKeyframe[] ReadHistory(SceneArchive archive, int n, CancellationToken cancellation)
    {
        int[] epochs = archive.Array<int>(SceneMembers.HistoryEpochs, -1);
        for (int i = 0; i < epochs.Length; i++)
        {
            if (epochs[i] < 0 || (i > 0 && epochs[i] <= epochs[i - 1]))
                throw archive.Damaged(SceneMembers.HistoryEpochs, $"has {epochs[i]} as value {i}; epochs ascend from 0");
        }

        float[] low = ReadFinite(archive, SceneMembers.HistoryLow, epochs.Length, 3);
        float[] step = ReadFinite(archive, SceneMembers.HistoryStep, epochs.Length, 3);
        CheckPositive(archive, SceneMembers.HistoryStep, step);
        for (int i = 0; i < step.Length; i++)
        {
            if (!float.IsFinite(low[i] + (step[i] * ushort.MaxValue)))
                throw archive.Damaged(SceneMembers.HistoryStep, $"has {step[i]} as value {i}, which overflows");
        }

        SceneKeyframe[] frames = new SceneKeyframe[epochs.Length];
        int frame = 0;
        foreach (ushort[] quantised in archive.Parts<ushort>(SceneMembers.HistoryPositions, epochs.Length, n, 3))
        {
            cancellation.ThrowIfCancellationRequested();
            frames[frame] = new SceneKeyframe(
                epochs[frame],
                new Vector3(low.AsSpan(3 * frame, 3)),
                new Vector3(step.AsSpan(3 * frame, 3)),
                quantised
            );
            frame++;
        }

        return frames;
    }

    private static void CheckRange(SceneArchive archive, string name, int[] values, int min, int end)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < min || values[i] >= end)
                throw archive.Damaged(name, $"has {values[i]} as value {i}, where {min} to {end - 1} belong");
        }
    }

    private static void CheckPositive(SceneArchive archive, string name, float[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < 0)
                throw archive.Damaged(name, $"has {values[i]} as value {i}, below 0");
        }
    }
}
