using System.Security.Cryptography;
using System.Text;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Output;

/// <summary>A page of HTML as a file.</summary>
internal static class HtmlFile
{
    /// <summary>Writes a page, whole or not at all.</summary>
    /// <param name="path">Where it goes.</param>
    /// <param name="write">Writes the page.</param>
    /// <param name="cancellation">Stops before the file takes its place.</param>
    public static void Write(string path, Action<TextWriter> write, CancellationToken cancellation) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                // A name with half a surrogate pair is written with a mark in its place, never refused.
                using StreamWriter writer = new(
                    stream,
                    new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                    bufferSize: 1 << 16,
                    leaveOpen: true
                );
                write(writer);
            },
            cancellation
        );

    /// <summary>What a Content-Security-Policy calls an inline script or style by: its hash, in quotes.</summary>
    public static string SourceOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
