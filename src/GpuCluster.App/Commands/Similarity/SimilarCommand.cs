using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>`similar DATA`: the samples most alike to one of them, to a picture or to a text.</summary>
internal static class SimilarCommand
{
    private static readonly Option<int?> Index = new("--index")
    {
        HelpName = "I",
        Description = "The sample to compare with, from 0; it is left out of the results.",
    };
    private static readonly Option<string?> Image = new("--image")
    {
        HelpName = "FILE",
        Description = "A picture to compare with, embedded as the data is.",
    };
    private static readonly Option<string?> Text = new("--text")
    {
        HelpName = "T",
        Description = "A text to compare with, in words the --model knows.",
    };
    private static readonly Option<int> Top = new("--top", "-k")
    {
        HelpName = "K",
        DefaultValueFactory = _ => 10,
        Description = "How many (default 10).",
    };
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Where the results go: .csv, or .png for a contact sheet with pictures, cosines and names.",
    };

    public static Command Create()
    {
        Command command = new(
            "similar",
            """
            Finds the samples of the highest cosine with one of them, with a picture or with a text.

            Example:
              gpucluster similar assets/mnist --index 7 -k 24 -o out/similar.png
              gpucluster similar assets/mnist --model tiny-clip --text "a photo of the digit seven"
            """
        )
        {
            CommonOptions.Data,
            Index,
            Image,
            Text,
            Top,
            Output,
            CommonOptions.Spreadsheet,
        };
        OptionGroups.AddData(command);
        command.Add(ModelOption.Model);
        command.Add(CommonOptions.Device);
        command.Add(CommonOptions.Threads);
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        int top = CommonOptions.AtLeast("-k", result.GetValue(Top), 1, "results");
        int? index = result.GetValue(Index);
        (string? image, string? text) = (result.GetValue(Image), result.GetValue(Text));
        if (new[] { index is not null, image is not null, text is not null }.Count(isGiven => isGiven) != 1)
            throw new UnusableInputException("similar: say what to compare with, by one of --index I, --image FILE and --text T");
        DatasetOptions options = OptionGroups.DatasetOptions(result, MatrixUse.Embedding);
        EmbeddingSettings settings = ModelOption.Read(result);
        string? output = result.GetValue(Output);
        if (output is not null)
            SimilarFile.Check(output);

        using ComputeBackends? backends = ComputeBackends.OpenNamed(ModelOption.DeviceOf(result), settings.Threads, context.Progress);
        Dataset Load(bool checksLate) =>
            DatasetStage.Load(
                result.GetValue(CommonOptions.Data)!,
                options with
                {
                    ChecksLate = checksLate,
                },
                context.Progress,
                context.Cancellation
            );
        SimilarReport Compare(Dataset loaded)
        {
            // Ready vectors stay what they are; the model then is the one they were made with, for the query.
            EmbeddingSettings own = index is null ? ModelOption.ReadFor(result, loaded) : settings;
            return Find(loaded, index, image, text, top, own, backends, context);
        }

        SimilarReport report;
        Dataset dataset = Load(checksLate: backends is null);
        try
        {
            report = Compare(dataset);
        }
        catch (UnusableInputException) when (dataset is EmbeddingDataset ready && !IsWhole(ready))
        {
            // The scan stopped at a row without a vector, which is left out once all rows are checked, or at a fault, which is then named.
            report = Compare(Load(checksLate: false));
        }

        if (output is not null)
            SimilarFile.Write(output, report, result.GetValue(CommonOptions.Spreadsheet), context);
        context.Progress.Finish();
        report.Print(context, output);
    }

    private static SimilarReport Find(
        Dataset loaded,
        int? index,
        string? image,
        string? text,
        int top,
        EmbeddingSettings settings,
        ComputeBackends? backends,
        RunContext context
    )
    {
        if (index is { } asked && (asked < 0 || asked >= loaded.Rows.Count))
            throw new UnusableInputException($"--index {asked}: the data has {loaded.Rows.Count} samples, 0 to {loaded.Rows.Count - 1}");
        SimilarQuery? given =
            text is not null ? SimilarQuery.OfText(text, settings, context.Progress, context.Cancellation)
            : image is not null ? SimilarQuery.OfImage(loaded, image, settings, context.Progress, context.Cancellation)
            : null;
        (Dataset dataset, EmbeddingMatrix embedding) = DatasetStage.Embed(loaded, settings, context.Progress, context.Cancellation);
        SimilarQuery query = given ?? SimilarQuery.OfSample(SampleOf(dataset, index!.Value));
        if (query.Index is null && query.Vector.Length != embedding.Columns)
        {
            throw new UnusableInputException(
                $"similar: the query has {query.Vector.Length} features and the data {embedding.Columns}; name the --model that the "
                    + "data were made with"
            );
        }

        float[] cosines = CosineStage.Run(embedding, query, backends, settings.Threads, context.Progress, context.Cancellation);
        int[] nearest = CosineStage.Nearest(embedding, query, cosines, top, settings.Threads, context.Cancellation);
        return new SimilarReport(dataset, query, nearest, cosines);
    }

    private static bool IsWhole(EmbeddingDataset data)
    {
        try
        {
            data.Embedding.Check();
            return true;
        }
        catch (UnusableInputException)
        {
            return false;
        }
    }

    private static int SampleOf(Dataset dataset, int row) =>
        dataset.Rows.SampleAt(row)
        ?? throw new UnusableInputException(
            $"--index {row}: this row of {dataset.Name} has no vector, so nothing is compared with it; name another"
        );
}
