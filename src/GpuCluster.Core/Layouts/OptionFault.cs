namespace GpuCluster.Core.Layouts;

/// <summary>A value of <c>UmapOptions</c> or <c>TsneOptions</c> that cannot be, and why.</summary>
/// <param name="Property">The property's name, for whoever calls it something else, such as a command-line option.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Value">What was asked for, as written.</param>
/// <param name="Reason">What it may be.</param>
public sealed record OptionFault(string Property, string Name, string Value, string Reason)
{
    /// <summary>One line: name, value and reason.</summary>
    public string Message => $"{Name} {Value}: {Reason}";

    /// <summary>The fault of a number that is not finite or not within bounds, or null.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="name">What people call it.</param>
    /// <param name="value">The number.</param>
    /// <param name="least">The smallest that may be.</param>
    /// <param name="most">The largest that may be.</param>
    /// <param name="what">Said behind the bounds.</param>
    public static OptionFault? Outside(string property, string name, double value, double least, double most, string what = "") =>
        double.IsFinite(value) && value >= least && value <= most ? null : new OptionFault(property, name, $"{value}", $"give a number from {least} to {most}{what}");
}
