using System.Reflection;

namespace GpuCluster.Core.Benchmarks;

/// <summary>Finds the classes that provide kernels to the benchmark runner, so that a new class needs no registration.</summary>
public static class KernelFamilies
{
    /// <summary>One object of each class that implements <typeparamref name="T"/> and can be made without arguments, by name.</summary>
    public static IEnumerable<T> Of<T>(Assembly assembly)
        where T : class =>
        assembly
            .GetTypes()
            .Where(type =>
                type is { IsClass: true, IsAbstract: false }
                && type.IsAssignableTo(typeof(T))
                && type.GetConstructor(Type.EmptyTypes) is not null
            )
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (T)Activator.CreateInstance(type)!);
}
