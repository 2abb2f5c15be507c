namespace GpuCluster.Core.Layouts;

/// <summary>An invalid value of <c>UmapOptions</c> or <c>TsneOptions</c>, and the reason.</summary>
/// <param name="Property">The property's name, for callers that give it another name, such as a command-line option.</param>
/// <param name="Name">Its display name.</param>
/// <param name="Value">What was asked for, as written.</param>
/// <param name="Reason">What it may be.</param>
public sealed record OptionFault(string Property, string Name, string Value, string Reason)
{
    /// <summary>One line: name, value and reason.</summary>
    public string Message => $"{Name} {Value}: {Reason}";

    /// <summary>The fault of a number that is not finite or is out of range, or null.</summary>
    /// <param name="property">The property's name.</param>
    /// <param name="name">Its display name.</param>
    /// <param name="value">The number.</param>
    /// <param name="min">The smallest valid value.</param>
    /// <param name="max">The largest valid value.</param>
    /// <param name="what">Appended to the bounds in the message.</param>
    public static OptionFault? Outside(string property, string name, double value, double min, double max, string what = "") =>
        double.IsFinite(value) && value >= min && value <= max
            ? null
            : new OptionFault(property, name, $"{value}", $"give a number from {min} to {max}{what}");
}
