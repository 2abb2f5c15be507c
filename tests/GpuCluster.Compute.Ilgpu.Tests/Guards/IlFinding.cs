namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A place where code of a kernel breaks a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Method">Class and method.</param>
/// <param name="Line">The source line without its indentation.</param>
/// <param name="Place">File and line number.</param>
internal sealed record IlFinding(IlRule Rule, string Method, string Line, string Place)
{
    public override string ToString() => $"{Place}: {Rule} in {Method}: {Line}";
}
