using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// How numbers are written on the command line: with a decimal point, without separators between thousands. The parser itself skips
/// commas, so that it reads "0,1" as 1 and "7,5" as 75.
/// </summary>
internal static class NumericOptions
{
    /// <summary>Makes every numeric option of a command, and of the commands below it, refuse other ways to write a number.</summary>
    public static void RefuseSeparators(Command command)
    {
        // Commands share options.
        IEnumerable<Option> numeric = command.Options.Where(option => IsFractional(option) || IsWhole(option));
        foreach (Option option in numeric.Where(option => !option.Validators.Contains(Check)))
            option.Validators.Add(Check);

        foreach (Command sub in command.Subcommands)
            RefuseSeparators(sub);
    }

    /// <summary>What is wrong with a value of a numeric option, with the remedy.</summary>
    public static string Refusal(OptionResult option, string value) =>
        IsFractional(option.Option) && IsWithCommaForPoint(value)
            ? $"{option.Option.Name} {value}: write numbers with a point, as in {value.Replace(',', '.')}"
            : $"{option.Option.Name} {value}: not a number this option takes";

    private static void Check(OptionResult option)
    {
        NumberStyles style = IsFractional(option.Option) ? NumberStyles.Float : NumberStyles.Integer;
        foreach (Token token in option.Tokens)
        {
            if (!double.TryParse(token.Value, style, CultureInfo.InvariantCulture, out _))
                option.AddError(Refusal(option, token.Value));
        }
    }

    private static bool IsFractional(Option option) => ValueTypeOf(option) == typeof(double) || ValueTypeOf(option) == typeof(float);

    private static bool IsWhole(Option option) =>
        ValueTypeOf(option) is { IsPrimitive: true } type && type != typeof(bool) && type != typeof(char) && !IsFractional(option);

    private static Type ValueTypeOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    private static bool IsWithCommaForPoint(string value) =>
        value.Count(letter => letter == ',') == 1
        && double.TryParse(value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
