using System.Text;

namespace GpuCluster.Data.Files;

/// <summary>
/// Kinds of files that often lie in the place of data and are not read, by their first bytes or by their names: for messages that say what
/// a file is, and how to get data of it.
/// </summary>
internal static class ForeignKind
{
    private const int StartBytes = 128;
    private const string NeverLoaded = ", which are never loaded because they can run code";

    private static readonly string[] TorchNames = [".pt", ".pth", ".ckpt"];

    /// <summary>The kind of a file and the remedy.</summary>
    /// <returns>Null if it is of another kind, or cannot be read.</returns>
    public static string? Of(string path)
    {
        ReadOnlySpan<byte> start = StartOf(path);
        return OfStart(start) ?? OfVectors(start, path);
    }

    /// <summary>What a download leaves in place of any file, or a program in place of an array: whatever its name says it is.</summary>
    /// <returns>Null if it may be what its name says.</returns>
    public static string? InPlaceOf(string path)
    {
        ReadOnlySpan<byte> start = StartOf(path);
        bool isArray =
            path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase);
        return OfStart(start) ?? (isArray && IsPickle(start) ? OfVectors(start, path) : null);
    }

    /// <summary>What a download leaves in place of any file.</summary>
    /// <param name="content">The file from its start.</param>
    public static string? OfStart(Stream content)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        return OfStart(start[..content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    private static ReadOnlySpan<byte> StartOf(string path)
    {
        byte[] start = new byte[StartBytes];
        using FileStream stream = InputFile.Open(path);
        return start.AsSpan(0, InputFile.ReadUpTo(stream, start, path));
    }

    private static string? OfStart(ReadOnlySpan<byte> start)
    {
        string text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        bool Starts(string word) => text.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        if (Starts("<!doctype html") || Starts("<html"))
            return "a web page, saved in place of the file; fetch the file itself";
        return Starts("version https://git-lfs") ? "a pointer of Git LFS; fetch the file itself: git lfs pull" : null;
    }

    private static string? OfVectors(ReadOnlySpan<byte> start, string path)
    {
        bool Ends(string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
        // Before pickles, as old files of PyTorch begin as these do.
        if (Array.Exists(TorchNames, Ends))
            return $"objects of PyTorch{NeverLoaded}; {Saved($"torch.load('{path}').numpy()")}";
        if (IsPickle(start))
            return $"pickled Python objects{NeverLoaded}; {Saved($"pickle.load(open('{path}', 'rb'))")}";
        if (start.StartsWith("MATLAB 5.0"u8))
            return $"a .mat of MATLAB before version 7.3; {Saved($"scipy.io.loadmat('{path}')['NAME']")}";
        if (Ends(".xlsx"))
            return "a workbook; save its sheet as .csv";
        if (Ends(".json"))
        {
            return "a .json; a list of images is a .jsonl with an object on each line (jq -c '.[]' list.json > list.jsonl), and "
                + "the boxes of a set of images are read with their folder";
        }

        return Ends(".bin") ? $"numbers without a shape; {Saved($"numpy.fromfile('{path}', '<f4').reshape(-1, COLUMNS)")}" : null;
    }

    private static string Saved(string array) => $"save the vectors where they were made: numpy.save('x.npy', {array})";

    private static bool IsPickle(ReadOnlySpan<byte> start) => start.Length > 1 && start[0] == 0x80 && start[1] is >= 2 and <= 5;
}
