using Mono.Cecil;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>The project's own assemblies, with their source lines. What lies outside (ILGPU, the base library) is not read.</summary>
internal sealed class IlAssemblies : IDisposable
{
    private readonly AssemblyDefinition[] _assemblies;
    private readonly Dictionary<string, TypeDefinition> _types;

    public IlAssemblies(params IEnumerable<string> names)
    {
        ReaderParameters reading = new() { ReadSymbols = true };
        _assemblies =
        [
            .. names.Select(name => AssemblyDefinition.ReadAssembly(Path.Combine(AppContext.BaseDirectory, name + ".dll"), reading)),
        ];
        _types = _assemblies
            .SelectMany(assembly => assembly.MainModule.GetTypes())
            .Where(type => type.Name != "<Module>")
            .DistinctBy(type => type.FullName, StringComparer.Ordinal)
            .ToDictionary(type => type.FullName, StringComparer.Ordinal);
    }

    public IEnumerable<TypeDefinition> Types => _types.Values;

    /// <summary>The methods that a call may reach; none if it leaves the project.</summary>
    /// <param name="caller">Whose type arguments hold.</param>
    /// <param name="called">What the instruction names.</param>
    /// <param name="constraint">The type that a constrained call is made on, or null.</param>
    public IEnumerable<IlMethod> Targets(IlMethod caller, MethodReference called, TypeReference? constraint)
    {
        TypeReference[] own = called is GenericInstanceMethod instance ? [.. instance.GenericArguments.Select(caller.Substitute)] : [];
        TypeReference owner = caller.Substitute(called.DeclaringType);
        if (Definition(owner) is not { } type)
            return [];
        if (Find(type, called) is not { } method)
            return [];
        if (!method.IsVirtual || (!type.IsInterface && !method.IsAbstract))
            return [new IlMethod(method, Arguments(owner), own)];

        // A call through an interface or a base class: the constraint's own method, or where that is open, all that implement it.
        TypeReference? concrete = constraint is null ? null : caller.Substitute(constraint);
        return concrete is not null && Definition(concrete) is { IsInterface: false } known
            ? Implementations(known, type, method).Select(each => new IlMethod(each, Arguments(concrete), own))
            : Types
                .Where(each => !each.IsInterface && Implements(each, type))
                .SelectMany(each => Implementations(each, type, method))
                .Select(each => new IlMethod(each, [.. each.DeclaringType.GenericParameters], own));
    }

    public void Dispose()
    {
        foreach (AssemblyDefinition assembly in _assemblies)
            assembly.Dispose();
    }

    private static TypeReference[] Arguments(TypeReference type) =>
        type is GenericInstanceType instance ? [.. instance.GenericArguments] : [];

    private static bool Implements(TypeDefinition type, TypeDefinition contract) =>
        type.Interfaces.Any(each => each.InterfaceType.GetElementType().FullName == contract.FullName)
        || type.BaseType?.GetElementType().FullName == contract.FullName;

    private static IEnumerable<MethodDefinition> Implementations(TypeDefinition type, TypeDefinition contract, MethodDefinition method)
    {
        MethodDefinition[] spelled =
        [
            .. type.Methods.Where(each =>
                each.Overrides.Any(over => over.Name == method.Name && over.DeclaringType.GetElementType().FullName == contract.FullName)
            ),
        ];
        return spelled.Length > 0
            ? spelled
            : type.Methods.Where(each =>
                each.HasBody
                && each.Name == method.Name
                && each.Parameters.Count == method.Parameters.Count
                && each.IsStatic == method.IsStatic
            );
    }

    private static MethodDefinition? Find(TypeDefinition type, MethodReference called)
    {
        MethodReference element = called.GetElementMethod();
        return type.Methods.FirstOrDefault(each =>
            each.Name == element.Name
            && each.HasThis == element.HasThis
            && each.GenericParameters.Count == element.GenericParameters.Count
            && each.Parameters.Select(Spelled).SequenceEqual(element.Parameters.Select(Spelled), StringComparer.Ordinal)
            && Spelled(each.ReturnType) == Spelled(element.ReturnType)
        );
    }

    private static string Spelled(ParameterDefinition parameter) => Spelled(parameter.ParameterType);

    /// <summary>A type with its parameters by number: a reference and a definition name them differently.</summary>
    private static string Spelled(TypeReference type) =>
        type switch
        {
            GenericParameter parameter => $"{(parameter.Type == GenericParameterType.Type ? "!" : "!!")}{parameter.Position}",
            GenericInstanceType instance =>
                $"{instance.ElementType.FullName}<{string.Join(',', instance.GenericArguments.Select(Spelled))}>",
            ByReferenceType reference => Spelled(reference.ElementType) + "&",
            ArrayType array => Spelled(array.ElementType) + "[]",
            RequiredModifierType modified => Spelled(modified.ElementType),
            _ => type.FullName,
        };

    private TypeDefinition? Definition(TypeReference type) =>
        type is GenericParameter ? null : _types.GetValueOrDefault(type.GetElementType().FullName);
}
