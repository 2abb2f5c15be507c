using System.Text;
using System.Text.Json;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Trees;

/// <summary>
/// Files beside images in archives, as WebDataset has them: those whose path is equal up to the first dot of the name are one sample. .cls
/// is its class, .txt a text, .json an object whose names are columns.
/// </summary>
internal sealed class WebDataset
{
    private const string TextColumn = "text";

    /// <summary>A longer file is no label, text or object of one image.</summary>
    private const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string _root;
    private readonly string[] _classes;
    private readonly Dictionary<string, string[]> _columns = new(StringComparer.Ordinal);
    private readonly List<string> _warnings = [];
    private readonly List<string> _bad = [];
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private long _bytes;

    private WebDataset(string root, int images)
    {
        _root = root;
        _classes = new string[images];
        Array.Fill(_classes, "");
    }

    /// <summary>The files beside images that were read.</summary>
    public IReadOnlyCollection<string> Files => _files;

    /// <summary>What could not be read, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    private string? LabelColumn => ListHeadings.LabelIn([.. _columns.Keys]) is >= 0 and int place ? _columns.Keys.ElementAt(place) : null;

    /// <summary>Reads the files beside the images of archives.</summary>
    /// <returns>Null where no image has one.</returns>
    public static WebDataset? Of(ImageTree tree, CancellationToken cancellation)
    {
        if (tree.IsFolder)
            return null;
        ILookup<string, int> images = tree.Images.Index().ToLookup(each => KeyOf(each.Item), each => each.Index, StringComparer.Ordinal);
        WebDataset set = new(tree.Root, tree.Images.Count);
        List<string> strangers = [];
        bool any = false;
        foreach (string file in tree.Others.Where(other => KindOf(other) != Kind.None))
        {
            cancellation.ThrowIfCancellationRequested();
            string key = KeyOf(file);
            set._files.Add(file);
            if (images.Contains(key))
                (any, _) = (true, set.TryAdd(tree, file, images[key]));
            else
                strangers.Add(file);
        }

        if (!any)
            return null;
        if (strangers.Count > 0)
            set._warnings.Add($"{tree.Root}: {strangers.Count} labels and texts belong to no image: {Listing.Of(strangers)}");
        if (set._bad.Count > 0)
            set._warnings.Add($"{tree.Root}: {set._bad.Count} labels and texts cannot be read: {Listing.Of(set._bad)}");
        return set;
    }

    /// <summary>The classes of some of the images; null where none has one.</summary>
    public SampleLabels? LabelsOf(IReadOnlyList<int> images)
    {
        string[] labels = [.. images.Select(image => _classes[image])];
        if (Array.TrueForAll(labels, label => label.Length == 0) && LabelColumn is { } column)
            labels = [.. images.Select(image => _columns[column][image])];
        return Array.TrueForAll(labels, label => label.Length == 0) ? null : LabelClasses.FromTexts(labels);
    }

    /// <summary>The columns, for some of the images.</summary>
    public IEnumerable<SampleColumn> ColumnsOf(IReadOnlyList<int> images)
    {
        bool hasClasses = Array.Exists(_classes, label => label.Length > 0);
        return _columns
            .Where(column => hasClasses || column.Key != LabelColumn)
            .Select(column => ColumnTypes.Of(column.Key, [.. images.Select(image => column.Value[image])]));
    }

    private static string KeyOf(string file)
    {
        int dot = file.IndexOf('.', Math.Max(0, Math.Max(file.LastIndexOf('/'), file.LastIndexOf('!')) + 1));
        return dot < 0 ? file : file[..dot];
    }

    private static Kind KindOf(string file) =>
        Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".cls" => Kind.Class,
            ".txt" => Kind.Text,
            ".json" => Kind.Object,
            _ => Kind.None,
        };

    private bool TryAdd(ImageTree tree, string file, IEnumerable<int> images)
    {
        try
        {
            string text = Read(tree, file);
            foreach (int image in images)
            {
                switch (KindOf(file))
                {
                    case Kind.Class:
                        _classes[image] = text;
                        break;
                    case Kind.Text:
                        Set(TextColumn, image, text);
                        break;
                    default:
                        AddObject(image, text);
                        break;
                }
            }

            return true;
        }
        catch (Exception e) when (e is DecoderFallbackException or JsonException or InvalidOperationException or InvalidDataException)
        {
            _bad.Add(file);
            return false;
        }
    }

    private string Read(ImageTree tree, string file)
    {
        using Stream stream = tree.Open(file);
        if (stream.Length > MaxBytes)
            throw new InvalidDataException("too long");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        _bytes += bytes.Length;
        return Utf8.GetString(bytes).Trim('\uFEFF', ' ', '\r', '\n', '\t');
    }

    private void AddObject(int image, string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
            Set(property.Name, image, JsonLines.TextOf(property.Value));
    }

    private void Set(string column, int image, string text)
    {
        if (!_columns.TryGetValue(column, out string[]? values))
        {
            // Every name is a column of all images.
            Int128 claimed = (Int128)(_columns.Count + 1) * _classes.Length * IntPtr.Size;
            UnpackLimit.Check(_root, _bytes, claimed, "give its .json files the same names, or leave out those that few have");
            values = new string[_classes.Length];
            Array.Fill(values, "");
            _columns.Add(column, values);
        }

        values[image] = text;
    }

    private enum Kind
    {
        None,
        Class,
        Text,
        Object,
    }
}
