using System.Text;
using GpuCluster.Core.Errors;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Data.Files;

/// <summary>Opens and reads files that users name, with one message for each kind of failure.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading from its start to its end. The caller reads in large blocks: nothing is buffered.</summary>
    public static FileStream Open(string path) =>
        Open(path, () => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan));

    /// <summary>Opens a file for reading at any place, for less work than a stream.</summary>
    public static SafeFileHandle OpenHandle(string path) => Open(path, () => File.OpenHandle(path));

    /// <summary>Fills <paramref name="buffer"/> as far as the stream goes.</summary>
    /// <returns>The bytes read; fewer than asked for only at the end.</returns>
    public static int ReadUpTo(Stream stream, Span<byte> buffer, string path)
    {
        try
        {
            return stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException e)
        {
            throw new UnusableInputException($"{path}: damaged gzip data; fetch or compress the file again", e);
        }
        catch (IOException e)
        {
            throw new MachineFaultException($"{path}: reading failed: {e.Message}", e);
        }
    }

    /// <summary>The next line of a text; null at the end.</summary>
    /// <param name="reader">Of the file, refusing bytes that are no text.</param>
    /// <param name="path">Of the file.</param>
    /// <param name="line">Its number, from 1.</param>
    public static string? ReadLine(StreamReader reader, string path, int line)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (DecoderFallbackException e)
        {
            throw new UnusableInputException($"{path}: near line {line}: not UTF-8; save the file as UTF-8", e);
        }
        catch (IOException e)
        {
            throw new MachineFaultException($"{path}: reading failed: {e.Message}", e);
        }
    }

    /// <summary>The name of a file or folder for titles.</summary>
    public static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));

    private static T Open<T>(string path, Func<T> open)
    {
        NodeKind kind = NodeKinds.Of(path);
        if (kind != NodeKind.Regular && Directory.Exists(path))
            throw new UnusableInputException($"{path}: a folder, where a file was expected");
        if (kind == NodeKind.Special)
            throw new UnusableInputException($"{path}: a device or pipe; give a regular file, which can be checked before it is loaded");
        try
        {
            return open();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableInputException($"{path}: no such file; check the path", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnusableInputException($"{path}: may not be read; check its permissions", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw new UnusableInputException($"{path}: cannot be opened: {e.Message}", e);
        }
    }
}
