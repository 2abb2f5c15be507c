using GpuCluster.Compute.Ilgpu.Kernels;
using Mono.Cecil;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>
/// Reads the IL of every kernel and of all that kernels call, and reports what ILGPU is known to get wrong. How it works: each method is
/// run over what may
/// be known of its values (<see cref="IlValue"/>) until nothing changes. What goes into parameters, fields and results is noted and read
/// where it is used,
/// and all methods are run again until the notes stay as they are.
/// </summary>
internal sealed class IlGuard
{
    private readonly IlAssemblies _assemblies;
    private readonly Dictionary<string, IlMethod> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IlValue> _notes = new(StringComparer.Ordinal);
    private readonly HashSet<IlFinding> _findings = [];
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);
    private bool _changed;

    private IlGuard(IlAssemblies assemblies) => _assemblies = assemblies;

    /// <summary>Everything that breaks a rule in some kernels.</summary>
    /// <param name="assemblies">Where the code of kernels lies.</param>
    /// <param name="isRead">Chooses the kernels by their full names.</param>
    public static IReadOnlyList<IlFinding> Read(IlAssemblies assemblies, Func<string, bool> isRead)
    {
        IlGuard guard = Run(assemblies, isRead);
        return [.. guard._findings.OrderBy(finding => finding.Place, StringComparer.Ordinal).ThenBy(finding => finding.Rule)];
    }

    /// <summary>Class and method of all that is read for the kernels of the assemblies.</summary>
    public static IEnumerable<string> MethodsRead(IlAssemblies assemblies) =>
        Run(assemblies, _ => true)._methods.Values.Select(method => method.Name);

    /// <summary>The methods that a call may reach, which are read too.</summary>
    public IlMethod[] Reach(IlMethod caller, MethodReference called, TypeReference? constraint)
    {
        IlMethod[] targets = [.. _assemblies.Targets(caller, called, constraint)];
        foreach (IlMethod target in targets)
            Add(target);
        return targets;
    }

    public void Report(IlFinding finding) => _findings.Add(finding);

    /// <summary>What goes into a parameter, a field or a result.</summary>
    public void Note(string key, IlValue value)
    {
        IlValue joined = _notes.TryGetValue(key, out IlValue before) ? before.Or(value) : value;
        if (_notes.TryGetValue(key, out before) && joined == before)
            return;
        _notes[key] = joined;
        _changed = true;
    }

    /// <summary>What has gone there so far; null if nothing has.</summary>
    public IlValue? Noted(string key) => _notes.TryGetValue(key, out IlValue value) ? value : null;

    /// <summary>What follows a call is not read because no result of the called method is known; that must not last.</summary>
    public void Wait(string method) => _waiting.Add(method);

    private static IlGuard Run(IlAssemblies assemblies, Func<string, bool> isRead)
    {
        IlGuard guard = new(assemblies);
        foreach (MethodDefinition kernel in assemblies.Types.SelectMany(type => type.Methods))
        {
            if (IsKernel(kernel) && isRead($"{kernel.DeclaringType.FullName}.{kernel.Name}"))
                guard.Add(new IlMethod(kernel, [], []));
        }

        do
        {
            guard._changed = false;
            guard._findings.Clear();
            guard._waiting.Clear();
            foreach (IlMethod method in guard._methods.Values.ToArray())
                new IlMethodReader(guard, method).Read();
        } while (guard._changed);
        return guard._waiting.Count == 0
            ? guard
            : throw new InvalidOperationException($"never returns: {string.Join(", ", guard._waiting)}");
    }

    private static bool IsKernel(MethodDefinition method) =>
        method.CustomAttributes.Any(attribute => attribute.AttributeType.Name == nameof(KernelEntryAttribute));

    private void Add(IlMethod method)
    {
        if (method.Definition.HasBody && _methods.TryAdd(method.Key, method))
            _changed = true;
    }
}
