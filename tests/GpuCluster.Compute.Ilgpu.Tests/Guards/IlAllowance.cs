namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A line that may break a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Method">Class and method.</param>
/// <param name="Line">The source line without its indentation.</param>
/// <param name="Reason">Why the generated code is right here.</param>
internal sealed record IlAllowance(IlRule Rule, string Method, string Line, string Reason)
{
    public bool Covers(IlFinding finding) => finding.Rule == Rule && finding.Method == Method && finding.Line == Line;
}
