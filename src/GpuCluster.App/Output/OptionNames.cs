using GpuCluster.Core.Errors;

namespace GpuCluster.App.Output;

/// <summary>The options of the command line by the settings that libraries name. The only place that joins the two.</summary>
internal static class OptionNames
{
    /// <summary>A message with the options that help, for example "...; take fewer samples (--limit)".</summary>
    /// <param name="message">The message, in words.</param>
    /// <param name="remedies">The settings that help, or none.</param>
    public static string Worded(string message, IReadOnlyList<Remedy> remedies)
    {
        if (remedies.Count == 0)
            return message;

        string options = $" ({string.Join(" or ", remedies.Select(Of))})";
        return message.EndsWith('.') ? message[..^1] + options + "." : message + options;
    }

    /// <summary>An error's message with the options that help.</summary>
    public static string Worded(Exception fault) =>
        fault is IHasRemedies { Remedies: var remedies } ? Worded(fault.Message, remedies) : fault.Message;

    /// <summary>The option of a setting, with the value that helps where there is one.</summary>
    public static string Of(Remedy remedy) => remedy.Value is { } value ? $"{Of(remedy.Setting)} {value}" : Of(remedy.Setting);

    private static string Of(Setting setting) =>
        setting switch
        {
            Setting.Samples => "--limit",
            Setting.Device => "--device",
            Setting.DeviceMemory => "--memory",
            Setting.KnnDevice => "--knn-device",
            Setting.Knn => "--knn",
            Setting.Neighbours => "--neighbors",
            Setting.Perplexity => "--perplexity",
            Setting.Components => "--pca",
            Setting.Metric => "--metric",
            Setting.ClusterMethod => "--method",
            Setting.InitialLayout => "--init",
            Setting.Dims => "--dims",
            Setting.MatrixUse => "--as",
            Setting.Labels => "--labels",
            Setting.LabelLevel => "--label-level",
            Setting.ArrayName => "--dataset",
            Setting.SampleKind => "--samples",
            Setting.Every => "--every",
            Setting.Supervision => "--supervise",
            Setting.Model => "--model",
            Setting.Classes => "--classes",
            Setting.Templates => "--template",
            Setting.QueryImage => "--image",
            Setting.QueryIndex => "--index",
            Setting.LayoutData => "--data",
            Setting.LayoutDataSamples => "--data-limit",
            Setting.Resolution => "--resolution",
            Setting.Colouring => "--color-by",
            Setting.Filter => "--filter",
            Setting.Keep => "--keep",
            _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "no option has this setting"),
        };
}
