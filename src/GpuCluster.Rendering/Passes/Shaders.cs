namespace GpuCluster.Rendering.Passes;

/// <summary>The committed SPIR-V, carried in this assembly under its file name.</summary>
internal static class Shaders
{
    /// <summary>The module of a source file, such as "Points.comp".</summary>
    public static byte[] Load(string source)
    {
        using Stream stream =
            typeof(Shaders).Assembly.GetManifestResourceStream($"{source}.spv")
            ?? throw new InvalidOperationException($"{source}.spv is not embedded; run shaders/compile.sh and build again.");
        byte[] module = new byte[stream.Length];
        stream.ReadExactly(module);
        return module;
    }
}
