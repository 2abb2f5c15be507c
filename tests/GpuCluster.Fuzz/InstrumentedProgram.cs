namespace GpuCluster.Fuzz;

/// <summary>
/// A copy of this program whose readers count their branches (SharpFuzz). It lies in a folder beside the program; what is not changed is
/// linked.
/// </summary>
internal sealed class InstrumentedProgram : IDisposable
{
    private static readonly string[] Assemblies =
    [
        "GpuCluster.Data",
        "GpuCluster.Embedding",
        "GpuCluster.Pipeline",
        "GpuCluster.Session",
        "GpuCluster.Scene",
        "Apache.Arrow",
        "PureHDF",
        "StbImageSharp",
        "Microsoft.ML.Tokenizers",
    ];

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, $"instrumented-{Environment.ProcessId}");

    public InstrumentedProgram()
    {
        Directory.CreateDirectory(_folder);
        foreach (string path in Directory.EnumerateFileSystemEntries(AppContext.BaseDirectory).ToArray())
        {
            string name = Path.GetFileName(path),
                copy = Path.Combine(_folder, name);
            if (name.StartsWith("instrumented-", StringComparison.Ordinal))
                continue;
            if (name.StartsWith("GpuCluster.Fuzz", StringComparison.Ordinal) || Assemblies.Contains(Path.GetFileNameWithoutExtension(name)))
                File.Copy(path, copy);
            else
                File.CreateSymbolicLink(copy, path);
        }

        foreach (string assembly in Assemblies)
            SharpFuzz.Fuzzer.Instrument(Path.Combine(_folder, assembly + ".dll"), _ => true, SharpFuzz.Options.Value);
    }

    /// <summary>The program's assembly.</summary>
    public string Assembly => Path.Combine(_folder, "GpuCluster.Fuzz.dll");

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
