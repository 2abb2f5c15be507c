using Mono.Cecil;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A method with the types that its type parameters stand for, as ILGPU compiles it.</summary>
/// <param name="definition">The method.</param>
/// <param name="typeArguments">Of its class.</param>
/// <param name="methodArguments">Its own.</param>
internal sealed class IlMethod(MethodDefinition definition, TypeReference[] typeArguments, TypeReference[] methodArguments)
{
    public MethodDefinition Definition => definition;

    /// <summary>Differs between methods and between their instances.</summary>
    public string Key { get; } =
        $"{definition.FullName}<{string.Join(',', typeArguments.Concat(methodArguments).Select(each => each.FullName))}>";

    /// <summary>Class and method as a person writes them.</summary>
    public string Name { get; } = $"{definition.DeclaringType.Name.Split('`')[0]}.{definition.Name}";

    /// <summary>Replaces type parameters.</summary>
    public TypeReference Substitute(TypeReference type) =>
        type switch
        {
            GenericParameter { Type: GenericParameterType.Type } parameter when parameter.Position < typeArguments.Length => typeArguments[
                parameter.Position
            ],
            GenericParameter { Type: GenericParameterType.Method } parameter when parameter.Position < methodArguments.Length =>
                methodArguments[parameter.Position],
            ByReferenceType reference => new ByReferenceType(Substitute(reference.ElementType)),
            GenericInstanceType instance => Instance(instance),
            _ => type,
        };

    private GenericInstanceType Instance(GenericInstanceType instance)
    {
        GenericInstanceType result = new(instance.ElementType);
        foreach (TypeReference argument in instance.GenericArguments)
            result.GenericArguments.Add(Substitute(argument));
        return result;
    }
}
