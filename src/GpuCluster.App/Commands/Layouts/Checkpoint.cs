using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Text.Json;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>
/// The state of a layout in a scene file, written now and then while it runs, from which the same command line goes on to the same bits.
/// </summary>
/// <param name="path">The .gpc.</param>
/// <param name="every">Time between two states.</param>
/// <param name="command">The options that decide the result, <see cref="CommandOf"/>.</param>
/// <param name="context">Receives warnings.</param>
internal sealed class Checkpoint(string path, TimeSpan every, string command, RunContext context)
{
    private const string Section = "checkpoint";

    private long _writtenAt = Stopwatch.GetTimestamp();
    private Exception? _failure;
    private bool _hasWarned;

    /// <summary>Checks what can be checked before any work.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Of the layout.</param>
    /// <exception cref="UnusableInputException">It is no .gpc, cannot be written there, or the method cannot go on from a file.</exception>
    public static void Check(string path, LayoutSettings settings)
    {
        if (!path.EndsWith(".gpc", StringComparison.OrdinalIgnoreCase))
            throw new UnusableInputException($"{path}: --checkpoint writes a scene; give a name that ends with .gpc");
        if (settings.Method != LayoutMethod.Umap)
        {
            throw new UnusableInputException(
                $"--checkpoint: {LayoutOptions.NameOf(settings.Method)} cannot go on from a file; only umap can"
            );
        }

        AtomicFile.Probe(path);
    }

    /// <summary>The options that were given and decide the result, in one order.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="without">Options that change no bit.</param>
    public static string CommandOf(ParseResult result, IReadOnlyList<Option> without) =>
        string.Join(
            ' ',
            result
                .CommandResult.Children.OfType<OptionResult>()
                .Where(option => !option.Implicit && !without.Contains(option.Option))
                .OrderBy(option => option.Option.Name, StringComparer.Ordinal)
                .Select(option => string.Join(' ', option.Tokens.Select(token => token.Value).Prepend(option.Option.Name)))
        );

    /// <summary>Opens the state that an earlier run of the same command left.</summary>
    /// <param name="pipeline">Reads it.</param>
    /// <param name="source">The data of this run.</param>
    /// <returns>The layout where it stopped; null where there is no file.</returns>
    /// <exception cref="UnusableInputException">It is of another command, other data, or no checkpoint.</exception>
    public PreparedLayout? TryOpen(LayoutPipeline pipeline, DataSource source)
    {
        if (!File.Exists(path))
            return null;
        SceneFile kept = SceneFileReader.Read(path, context.Cancellation);
        string? of = kept.Sections.TryGetValue(Section, out JsonElement json) ? json.GetString() : null;
        const string Remedy = "give --checkpoint another name, or delete it";
        if (of is null)
            throw new UnusableInputException($"{path}: a scene that --checkpoint did not write; {Remedy}");
        if (of != command)
            throw new UnusableInputException($"{path}: of a run with other options ({Shown(of)}; now: {Shown(command)}); {Remedy}");
        string? reason = null;
        if (kept.Source?.Find(path, out reason, context.Cancellation) is not { } found || found != Path.GetFullPath(source.Path))
            throw new UnusableInputException($"{path}: of other data than {source.Path} holds now{Because(reason)}; {Remedy}");

        PreparedLayout prepared = pipeline.Open(path, source.Options, context.Cancellation);
        context.Progress.Say($"going on from {path}, epoch {prepared.Stepper.Epoch} of {prepared.Stepper.Epochs}");
        return prepared;
    }

    /// <summary>
    /// Writes the state if it is time. A full disk does not end the run: it is warned of once, and the next state is tried again, as room
    /// may have been made.
    /// </summary>
    /// <param name="prepared">Between two epochs.</param>
    public void AfterEpoch(PreparedLayout prepared)
    {
        bool isLast = prepared.Stepper.Epoch == prepared.Stepper.Epochs;
        if (!isLast && Stopwatch.GetElapsedTime(_writtenAt) < every)
            return;
        try
        {
            SceneFile scene = LayoutFile.SceneOf(path, prepared, prepared.Stepper.Read());
            Dictionary<string, JsonElement> sections = new(scene.Sections, StringComparer.Ordinal)
            {
                [Section] = JsonSerializer.SerializeToElement(command),
            };
            SceneFileWriter.Write(path, scene with { Sections = sections }, context.Cancellation);
            _failure = null;
        }
        catch (Exception exception) when (exception is MachineFaultException or UnusableInputException)
        {
            _failure = exception;
            if (!_hasWarned)
                context.Progress.Warn($"no checkpoint yet: {exception.Message}");
            _hasWarned = true;
        }

        _writtenAt = Stopwatch.GetTimestamp();
    }

    /// <summary>After the results have been written: a run whose last state is in no file has not done all that was asked.</summary>
    /// <exception cref="MachineFaultException">The last state could not be written.</exception>
    /// <exception cref="UnusableInputException">The same, because of the place.</exception>
    public void ThrowIfNotWritten()
    {
        const string Rest = "(the layout is complete; only this checkpoint is missing)";
        if (_failure is UnusableInputException)
            throw new UnusableInputException($"{_failure.Message} {Rest}", _failure);
        if (_failure is not null)
            throw new MachineFaultException($"{_failure.Message} {Rest}", _failure);
    }

    private static string Shown(string options) => options.Length > 0 ? options : "none";

    private static string Because(string? reason) => reason is null ? "" : $" ({reason})";
}
