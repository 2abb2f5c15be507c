using System.Diagnostics;

namespace GpuCluster.Testing;

/// <summary>A pipe with a name in the file system, of Unix: who opens it waits for its other end.</summary>
public static class NamedPipe
{
    /// <summary>Makes one.</summary>
    /// <param name="path">Where nothing is yet.</param>
    /// <exception cref="InvalidOperationException">It could not be made.</exception>
    public static void Make(string path)
    {
        using Process make = Process.Start("mkfifo", path);
        make.WaitForExit();
        if (make.ExitCode != 0)
            throw new InvalidOperationException($"mkfifo ended with {make.ExitCode}");
    }
}
