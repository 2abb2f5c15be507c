using System.Globalization;
using System.Reflection;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A piece of kernel code with the results that C# defines for it.</summary>
/// <param name="code">The code as it stands in tables and messages; unique.</param>
internal abstract class Construct(string code)
{
    public string Code { get; } = code;

    /// <summary>The kernel that ILGPU compiles.</summary>
    public abstract MethodInfo Kernel { get; }

    /// <summary>Runs the construct and compares.</summary>
    /// <returns>Every wrong result as "INPUT gives RESULT, not RIGHT", separated by semicolons; empty if all are right.</returns>
    public abstract string Differences(Accelerator accelerator);

    public override string ToString() => Code;

    protected static string Differences<T>(IEnumerable<(string Input, T Found, T Right)> results, double tolerance = 0) =>
        string.Join(
            "; ",
            results
                .Where(each => !IsRight(each.Found, each.Right, tolerance))
                .Select(each => $"{each.Input} gives {Text(each.Found)}, not {Text(each.Right)}")
        );

    protected static string Text<T>(T value) => Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static bool IsRight<T>(T found, T right, double tolerance)
    {
        // As text: NaN equals NaN, and -0 does not equal 0.
        if (tolerance == 0 || Text(found) == Text(right))
            return Text(found) == Text(right);
        double x = Convert.ToDouble(found, CultureInfo.InvariantCulture),
            y = Convert.ToDouble(right, CultureInfo.InvariantCulture);
        return Math.Abs(x - y) <= tolerance * Math.Abs(y);
    }
}
