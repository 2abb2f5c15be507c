namespace GpuCluster.App.Output;

/// <summary>The report's style and script, kept in the program.</summary>
internal static class ReportResources
{
    /// <summary>Reads one by its file name.</summary>
    public static string Read(string name)
    {
        using Stream stream =
            typeof(ReportResources).Assembly.GetManifestResourceStream($"report/{name}")
            ?? throw new InvalidOperationException($"{name} is not in the program");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
