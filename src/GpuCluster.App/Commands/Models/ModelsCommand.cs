using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.App.Commands.Models;

/// <summary>`models`: which models there are, whether they work, and which to get; `models check FOLDER`: what a folder lacks.</summary>
internal static class ModelsCommand
{
    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "A folder of a model, an .onnx file, or a name under models/.",
    };

    public static Command Create()
    {
        Command command = new(
            "models",
            """
            Lists the models under models/: the layout of their files, the number of values of a vector, and whether they load and give
            vectors of three bundled pictures. Then the models to get, and from where.

            Example:
              gpucluster models
            """
        )
        {
            CreateCheck(),
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, (_, context) => List(context));
        return command;
    }

    private static Command CreateCheck()
    {
        Command check = new(
            "check",
            """
            Lists the files that the layout of a model needs, says which are missing or cut off, and tries the model. Exit code 2 if images
            cannot be embedded with it.

            Example:
              gpucluster models check models/tiny-clip
            """
        )
        {
            Folder,
        };
        OptionGroups.AddOutput(check);
        CommandRunner.SetBody(check, (result, context) => Check(result.GetValue(Folder)!, context));
        return check;
    }

    private static void List(RunContext context)
    {
        string folder =
            BundledAssets.TryFind("models", "")
            ?? throw new MachineFaultException("there is no folder models/ above the program; --model takes any other folder");
        ModelTrial[] trials =
        [
            .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Select(path => ModelTrial.Run(path, context)),
        ];
        string page = Path.Combine(folder, "README.md");
        IReadOnlyList<AvailableModel> available = File.Exists(page) ? AvailableModel.Read(page) : [];
        context.Progress.Finish();
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject
                {
                    ["folder"] = folder,
                    ["models"] = new JsonArray([.. trials.Select(trial => trial.ToJson())]),
                    ["available"] = new JsonArray([.. available.Select(model => model.ToJson())]),
                }
            );
            return;
        }

        context.Out.WriteLine($"in {folder}, for --model NAME:");
        foreach (ModelTrial trial in trials)
        {
            context.Out.WriteLine($"  {trial.Name}: {trial.Verdict}");
            context.Out.WriteLine($"    layout: {trial.Check.Layout}");
            if (ModelDomain.TryRead(trial.Path) is { } domain)
                context.Out.WriteLine($"    made for: {domain.Statement}");
        }

        context.Out.WriteLine($"to get, not tried here (how, and what is known of them: {page}):");
        foreach (AvailableModel model in available)
        {
            context.Out.WriteLine($"  {model.Name}: {model.Width} values; texts: {model.Texts}; licence: {model.Licence}");
            context.Out.WriteLine($"    from https://huggingface.co: {model.Repository}");
            context.Out.WriteLine($"    files: {model.Files}");
        }
    }

    private static void Check(string name, RunContext context)
    {
        string path = !Path.Exists(name) && BundledAssets.TryFind("models", name) is { } found ? found : name;
        ModelTrial trial = ModelTrial.Run(path, context);
        context.Progress.Finish();
        if (context.Json)
        {
            JsonLine.Write(context.Out, trial.ToJson());
        }
        else
        {
            context.Out.WriteLine($"{path}: {trial.Check.Layout}");
            foreach (ModelFile file in trial.Check.Files)
            {
                string state = file.IsWhole ? "whole" : file.Fault ?? "missing";
                context.Out.WriteLine($"  {file.Name}: {state} ({file.Purpose}; {NeedOf(file.Need)})");
            }

            context.Out.WriteLine(trial.Verdict);
        }

        if (!trial.IsUsable)
            throw new UnusableInputException($"{path}: images cannot be embedded: {trial.ImageFault}");
    }

    private static string NeedOf(ModelNeed need) =>
        need switch
        {
            ModelNeed.Images => "needed for images",
            ModelNeed.Texts => "needed for texts",
            _ => "not necessary",
        };
}
