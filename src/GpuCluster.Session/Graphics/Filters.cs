using GpuCluster.Core.Errors;
using GpuCluster.Scene.Filters;

namespace GpuCluster.Session.Graphics;

/// <summary>The filter a user asked for.</summary>
public static class Filters
{
    /// <summary>Filters by it.</summary>
    /// <param name="filters">Receives it.</param>
    /// <param name="expression">The expression.</param>
    /// <exception cref="UnusableInputException">It is none; the message says where and why.</exception>
    public static void Choose(FilterModel filters, string expression)
    {
        if (!filters.TryAdd(expression, out FilterFault? fault))
            throw new UnusableInputException($"filter '{expression}': {fault}") { Remedies = [new(Setting.Filter)] };
    }
}
