using Orleans.Serialization;

namespace GpuCluster.Cluster.Security;

/// <summary>
/// Which type names of a message are resolved. Orleans's own rule lets pass every name that ends in Exception or Comparer and every assembly
/// whose name holds "Orleans", whoever wrote it; here a name passes if it is of this assembly, of Orleans's own assemblies, or one of the
/// few of the framework that messages hold. Everything else is refused before its assembly is looked for.
/// </summary>
internal sealed class AllowedTypes : ITypeNameFilter
{
    private static readonly string[] Assemblies =
    [
        "Orleans.Core",
        "Orleans.Core.Abstractions",
        "Orleans.Runtime",
        "Orleans.Serialization",
        "Orleans.Serialization.Abstractions",
        "Orleans.Dashboard",
        "Orleans.Dashboard.Abstractions",
        "GpuCluster.Cluster",
    ];

    private static readonly string[] Framework = ["System.Exception", "System.TimeoutException", "System.OperationCanceledException"];

    public bool? IsTypeNameAllowed(string typeName, string assemblyName)
    {
        string assembly = assemblyName.Split(',')[0].Trim();
        if (assembly.Length > 0 && Assemblies.Contains(assembly, StringComparer.Ordinal))
            return true;
        return Framework.Contains(typeName, StringComparer.Ordinal) ? true : assembly.Length == 0 ? null : false;
    }
}
