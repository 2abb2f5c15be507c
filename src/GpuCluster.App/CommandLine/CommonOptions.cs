using System.CommandLine;
using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Data;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// Options that commands share, each defined once. Values are checked when they are read, so that every wrong one gets the same kind of
/// message.
/// </summary>
internal static class CommonOptions
{
    public static readonly Argument<string> Data = new("DATA")
    {
        Description =
            "An IDX folder or file (plain or .gz), a folder of photos or an archive of it (.zip, .tar, .tar.gz), a video, a list of photos "
            + "(.csv, .tsv or .jsonl with path, label and any columns), vectors (.npy, .npz, .safetensors, .fvecs, .csv and others), or a "
            + ".parquet of images, paths or embeddings.",
    };
    public static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object on one line on standard output." };
    public static readonly Option<bool> Quiet = new("--quiet") { Description = "No progress; warnings and errors still show." };
    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Write a log with versions, times and every message into the cache, and name it at the end.",
    };
    public static readonly Option<bool> Spreadsheet = new("--spreadsheet")
    {
        Description =
            "For a .csv that a spreadsheet opens: an apostrophe before texts that it would compute, which begin with =, +, - or @.",
    };

    public static readonly Option<int?> Limit = new("--limit") { HelpName = "N", Description = "Take the first N samples." };
    public static readonly Option<string?> Labels = new("--labels")
    {
        HelpName = "FILE",
        Description = "Labels of an .npy, as .npy (default: X.labels.npy beside X.npy).",
    };
    public static readonly Option<string?> Dataset = new("--dataset")
    {
        HelpName = "NAME",
        Description = "Which array of a file with several holds the samples (default: found by the usual names, else the only matrix).",
    };
    public static readonly Option<int?> LabelLevel = new("--label-level")
    {
        HelpName = "N",
        Description = "Which folder of an image folder is the class, 1 for the first (default: found by the folders' names).",
    };
    public static readonly Option<string?> Samples = new("--samples")
    {
        HelpName = "images|objects",
        Description = "Of images with boxes (COCO, YOLO, Pascal VOC): each image is a sample (default), or each box.",
    };
    public static readonly Option<string?> Every = new("--every")
    {
        HelpName = "TIME",
        Description = "The time between two frames of a video, as 1s, 0.5s or 200ms (default: 1s).",
    };
    public static readonly Option<string?> Columns = new("--columns")
    {
        HelpName = "FILE",
        Description =
            "Columns of the samples, as .csv or .tsv with headings (default: X.columns.csv beside X.npy, "
            + "columns.csv in a folder). Rows are joined by the column 'path', else by 'index', which counts samples from 0, else they are "
            + "in the order of the data. 'index', 'path' and 'label' are not added; so every .csv of this program can be read.",
    };
    public static readonly Option<string?> As = new("--as")
    {
        HelpName = "embedding|layout",
        Description = "What an .npy of 2 or 3 columns is (default: a layout for view and render, an embedding for layout).",
    };
    public static readonly Option<string> Device = new("--device")
    {
        HelpName = "D",
        DefaultValueFactory = _ => "auto",
        Description = "Where to compute: auto, host, cuda[:I], opencl[:I] or ilgpu-cpu.",
    };
    public static readonly Option<string?> KnnDevice = new("--knn-device")
    {
        HelpName = "D",
        Description = "Another device for the neighbour search.",
    };
    public static readonly Option<string?> LayoutDevice = new("--layout-device")
    {
        HelpName = "D",
        Description = "Another device for the graph and the epochs.",
    };
    public static readonly Option<string?> KnnKernel = new("--knn-kernel")
    {
        HelpName = "K",
        Description = "Which kernel searches neighbours; bench list names those of each device.",
    };
    public static readonly Option<string?> LayoutKernel = new("--layout-kernel")
    {
        HelpName = "K",
        Description = "Which kernel computes UMAP's epochs; bench list names those of each device.",
    };
    public static readonly Option<string?> Memory = new("--memory")
    {
        HelpName = "SIZE",
        Description = "The most that a stage takes of a device's memory, such as 8GB or 500MB (default: what its driver leaves).",
    };
    public static readonly Option<int?> Threads = new("--threads")
    {
        HelpName = "T",
        Description = "Processor threads (default: all cores). Results do not depend on it.",
    };
    public static readonly Option<ulong> Seed = new("--seed")
    {
        HelpName = "S",
        DefaultValueFactory = _ => 42,
        Description = "Seed of everything random (default 42).",
    };
    public static readonly Option<string> OutDir = new("--out-dir")
    {
        HelpName = "DIR",
        DefaultValueFactory = _ => "out",
        Description = "Folder for files the program names itself (default: out).",
    };

    /// <summary>The number of samples to take at most, or null for all.</summary>
    public static int? LimitOf(ParseResult result) => result.GetValue(Limit) is { } limit ? AtLeast("--limit", limit, 1, "samples") : null;

    /// <summary>Whether images or the objects in them are the samples.</summary>
    /// <exception cref="UnusableInputException">--samples is wrong.</exception>
    public static SampleKind SamplesOf(ParseResult result) => SamplesOf(result.GetValue(Samples));

    /// <summary>The same of a value; null for the default.</summary>
    public static SampleKind SamplesOf(string? value) =>
        value switch
        {
            null or "images" => SampleKind.Images,
            "objects" => SampleKind.Objects,
            var other => throw new UnusableInputException($"--samples {other}: use images or objects"),
        };

    /// <summary>The time between two frames of a video, or null for the default.</summary>
    /// <exception cref="UnusableInputException">--every is wrong.</exception>
    public static TimeSpan? EveryOf(ParseResult result)
    {
        if (result.GetValue(Every) is not { } text)
            return null;
        string digits = text.TrimEnd('m', 's');
        double unit = text[digits.Length..] switch
        {
            "s" => 1000,
            "ms" => 1,
            "m" => 60_000,
            _ => 0,
        };
        bool isTime = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double milliseconds = number * unit;
        return isTime && milliseconds is >= 1 and <= 86_400_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new UnusableInputException($"--every {text}: give a time from 1ms to 1440m, such as 1s, 0.5s or 200ms");
    }

    /// <summary>Bytes that a stage may take on a device, or null.</summary>
    /// <exception cref="UnusableInputException">--memory is wrong.</exception>
    public static long? MemoryOf(ParseResult result)
    {
        if (result.GetValue(Memory) is not { } text)
            return null;
        string digits = text.TrimEnd('B', 'G', 'M', 'b', 'g', 'm');
        double unit = text[digits.Length..].ToUpperInvariant() switch
        {
            "GB" => 1e9,
            "MB" => 1e6,
            _ => 0,
        };
        bool isSize = double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double bytes = number * unit;
        return isSize && bytes is >= 1e6 and <= 1e15
            ? (long)bytes
            : throw new UnusableInputException($"--memory {text}: give a size of 1MB or more, such as 8GB, 1.5GB or 500MB");
    }

    /// <summary>The number of processor threads to use.</summary>
    public static int ThreadsOf(ParseResult result) =>
        result.GetValue(Threads) is { } threads ? AtLeast("--threads", threads, 1, "threads") : Environment.ProcessorCount;

    /// <summary>Passes a whole number through that is <paramref name="min"/> or more.</summary>
    /// <exception cref="UnusableInputException">It is less.</exception>
    public static int AtLeast(string option, int value, int min, string unit) =>
        value >= min ? value : throw new UnusableInputException($"{option} {value}: give {min} or more {unit}");

    /// <summary>Passes a number through that is finite and within bounds.</summary>
    /// <exception cref="UnusableInputException">It is not.</exception>
    public static double Within(string option, double value, double min, double max) =>
        double.IsFinite(value) && value >= min && value <= max
            ? value
            : throw new UnusableInputException($"{option} {value}: give a number from {min} to {max}");
}
