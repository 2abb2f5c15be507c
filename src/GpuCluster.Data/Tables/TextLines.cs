using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tables;

/// <summary>The lines of a large text file as bytes.</summary>
internal static class TextLines
{
    private const int BlockBytes = 1 << 20;

    /// <summary>
    /// The lines of a file without line ends and without a byte order mark; an empty last line is skipped. A line is valid until the next.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(string path, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        byte[] block = new byte[BlockBytes];
        int end = InputFile.ReadUpTo(stream, block, path);
        int start = block.AsSpan(0, end).StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        bool isAtEnd = end < block.Length;
        while (true)
        {
            int length = block.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                yield return Trimmed(block, start, length);
                start += length + 1;
                continue;
            }

            if (isAtEnd)
            {
                if (end > start)
                    yield return Trimmed(block, start, end - start);
                yield break;
            }

            cancellation.ThrowIfCancellationRequested();
            block.AsSpan(start, end - start).CopyTo(block);
            (start, end) = (0, end - start);
            if (end == block.Length)
            {
                Array.Resize(
                    ref block,
                    block.Length <= Array.MaxLength / 2
                        ? block.Length * 2
                        : throw new UnusableInputException($"{path}: a line of more than {end} bytes; this is no table")
                );
            }

            int read = InputFile.ReadUpTo(stream, block.AsSpan(end), path);
            end += read;
            isAtEnd = read == 0;
        }
    }

    private static ReadOnlyMemory<byte> Trimmed(byte[] block, int start, int length) =>
        block.AsMemory(start, length > 0 && block[start + length - 1] == '\r' ? length - 1 : length);
}
