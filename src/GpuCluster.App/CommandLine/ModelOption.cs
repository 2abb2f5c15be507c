using System.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Embedding.Models;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.CommandLine;

/// <summary>The option that says what turns images into vectors.</summary>
internal static class ModelOption
{
    private const string Pixels = "pixels";

    public static readonly Option<string> Model = new("--model")
    {
        HelpName = "M",
        DefaultValueFactory = _ => Pixels,
        Description =
            "What turns images into vectors: pixels, a folder with an ONNX model, an .onnx file, or a name under models/ (default pixels).",
    };

    /// <summary>Reads the option with the device and threads of the command.</summary>
    /// <exception cref="UnusableInputException">There is no such model.</exception>
    public static EmbeddingSettings Read(ParseResult result)
    {
        ModelFolder? model = Find(result.GetValue(Model)!);
        DeviceRequest device = DeviceOf(result);
        return new EmbeddingSettings(model, CommonOptions.ThreadsOf(result))
        {
            ChooseDevice = progress => EmbeddingDevices.Choose(device, progress),
        };
    }

    /// <summary>The device that models run on.</summary>
    public static DeviceRequest DeviceOf(ParseResult result) => DeviceRequest.Parse("--device", result.GetValue(CommonOptions.Device)!);

    /// <summary>
    /// Reads the option for what is compared with ready vectors: the model that made them, by its name in their file, where --model is left
    /// out.
    /// </summary>
    /// <exception cref="UnusableInputException">There is no such model, or another one made the vectors.</exception>
    public static EmbeddingSettings ReadFor(ParseResult result, Dataset dataset)
    {
        EmbeddingSettings settings = Read(result);
        if (dataset is not EmbeddingDataset { MadeBy: { } maker } || maker == settings.ModelName)
            return settings;
        return result.GetResult(Model) is not { Implicit: false }
            ? settings with
            {
                Model = Find(maker),
            }
            : throw new UnusableInputException(
                $"--model {settings.ModelName}: {dataset.Name} was made by the model {maker}, and cosines between two models mean "
                    + $"nothing; give --model {maker} (the same model in another folder has to bear this name)"
            );
    }

    /// <summary>A model by path, or by its name under models/; null for pixels.</summary>
    /// <exception cref="UnusableInputException">There is no such model.</exception>
    public static ModelFolder? Find(string name)
    {
        if (name == Pixels)
            return null;
        bool isBare = name.Length > 0 && Path.GetFileName(name) == name && !Directory.Exists(name) && !File.Exists(name);
        if (!isBare)
            return ModelFolder.Open(name);
        return BundledAssets.TryFind("models", name) is { } found
            ? ModelFolder.Open(found)
            : throw new UnusableInputException(
                $"--model {name}: no such folder, and none under models/; give pixels, a folder with an ONNX model, or an .onnx file "
                    + "(models/README.md says where to get some)"
            );
    }
}
