namespace GpuCluster.Core.Layouts;

/// <summary>A value of <see cref="UmapOptions"/> or <see cref="TsneOptions"/> that cannot be, and why.</summary>
/// <param name="Property">The property's name, for whoever calls it something else, such as a command-line option.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Value">What was asked for, as written.</param>
/// <param name="Reason">What it may be.</param>
public sealed record OptionFault(string Property, string Name, string Value, string Reason)
{
    /// <summary>One line: name, value and reason.</summary>
    public string Message => $"{Name} {Value}: {Reason}";
}
