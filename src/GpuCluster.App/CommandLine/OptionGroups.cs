using System.CommandLine;
using GpuCluster.Core.Errors;
using GpuCluster.Data;

namespace GpuCluster.App.CommandLine;

/// <summary>Which shared options a command takes.</summary>
internal static class OptionGroups
{
    /// <summary>Adds a group.</summary>
    public static void Add(Command command, IReadOnlyList<Option> options)
    {
        foreach (Option option in options)
            command.Add(option);
    }

    /// <summary>Adds what every command takes.</summary>
    public static void AddOutput(Command command)
    {
        command.Add(CommonOptions.Json);
        command.Add(CommonOptions.Quiet);
        command.Add(CommonOptions.Verbose);
    }

    /// <summary>Adds what a command takes that reads data.</summary>
    /// <param name="command">The command.</param>
    /// <param name="samples">The command's own --samples, in place of the common one.</param>
    public static void AddData(Command command, Option? samples = null)
    {
        command.Add(CommonOptions.Limit);
        command.Add(CommonOptions.Labels);
        command.Add(CommonOptions.Dataset);
        command.Add(CommonOptions.LabelLevel);
        command.Add(samples ?? CommonOptions.Samples);
        command.Add(CommonOptions.Every);
        command.Add(CommonOptions.Columns);
        command.Add(CommonOptions.As);
    }

    /// <summary>Adds what a command takes that makes a layout.</summary>
    public static void AddLayout(Command command) => AddLayout(command, LayoutOptions.All);

    /// <summary>Adds what a command takes that makes several layouts.</summary>
    public static void AddLayouts(Command command) => AddLayout(command, LayoutOptions.OfMethods);

    /// <summary>Adds what a command takes that searches neighbours and no more.</summary>
    public static void AddKnn(Command command)
    {
        command.Add(LayoutOptions.MetricName);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.KnnDevice);
        command.Add(CommonOptions.KnnKernel);
        command.Add(CommonOptions.Threads);
    }

    /// <summary>How the data is to be read.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="narrow">What an .npy of 2 or 3 columns is for this command, unless --as says otherwise.</param>
    /// <exception cref="UnusableInputException">--limit or --as is wrong.</exception>
    public static DatasetOptions DatasetOptions(ParseResult result, MatrixUse narrow) =>
        new()
        {
            Limit = CommonOptions.LimitOf(result),
            LabelsPath = result.GetValue(CommonOptions.Labels),
            ArrayName = result.GetValue(CommonOptions.Dataset),
            LabelLevel = result.GetValue(CommonOptions.LabelLevel),
            Samples = CommonOptions.SamplesOf(result),
            Every = CommonOptions.EveryOf(result),
            ColumnsPath = result.GetValue(CommonOptions.Columns),
            As = result.GetValue(CommonOptions.As) switch
            {
                null => narrow,
                "embedding" => MatrixUse.Embedding,
                "layout" => MatrixUse.LayoutOnly,
                var other => throw new UnusableInputException($"--as {other}: use embedding or layout"),
            },
        };

    private static void AddLayout(Command command, IReadOnlyList<Option> options)
    {
        Add(command, options);
        command.Add(ModelOption.Model);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.KnnDevice);
        command.Add(CommonOptions.LayoutDevice);
        command.Add(CommonOptions.KnnKernel);
        command.Add(CommonOptions.LayoutKernel);
        command.Add(CommonOptions.Memory);
        command.Add(CommonOptions.Threads);
        command.Add(CommonOptions.Seed);
    }
}
