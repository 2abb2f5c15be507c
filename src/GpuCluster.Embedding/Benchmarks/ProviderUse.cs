using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>
/// Which execution providers ran a model. A provider that is listed, and even one that was asked for, may leave operators to another;
/// ONNX Runtime's own profile of a run says which one ran each.
/// </summary>
public static class ProviderUse
{
    /// <summary>Runs an image model once, on an image of zeros, and counts its operators by the provider that ran them.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="device">Where it is asked to run.</param>
    /// <returns>Operators by provider, for example CPUExecutionProvider: 68, the provider with the larger count first.</returns>
    /// <exception cref="UnusableInputException">The model cannot be used.</exception>
    /// <exception cref="MachineFaultException">The device cannot be used, or the profile cannot be written.</exception>
    public static IReadOnlyList<(string Provider, int Operators)> Of(ModelFolder folder, OnnxDevice device)
    {
        DirectoryInfo profiles = Directory.CreateTempSubdirectory("gpucluster-profile-");
        try
        {
            ImagePreparation preparation = PreparationFile.Read(folder.RequirePreprocessing());
            OnnxDevice profiled = device with { ProfilePrefix = Path.Combine(profiles.FullName, "run") };
            // The profile is written when the model is disposed of.
            using (
                OnnxImageModel model = new(
                    folder.RequireImageModel(),
                    profiled,
                    preparation.Height,
                    preparation.Width,
                    TokenPooling.Read(folder)
                )
            )
            {
                model.Run(new float[model.Length], 1, new float[model.Columns], new bool[1]);
            }

            FileInfo file =
                profiles.GetFiles("*.json").FirstOrDefault() ?? throw new MachineFaultException("ONNX Runtime wrote no profile of its run");
            using FileStream stream = file.OpenRead();
            return Count(stream);
        }
        finally
        {
            profiles.Delete(recursive: true);
        }
    }

    /// <summary>Counts operators by provider in a profile, a list of Chrome's trace events.</summary>
    internal static IReadOnlyList<(string Provider, int Operators)> Count(Stream profile)
    {
        using JsonDocument document = JsonDocument.Parse(profile);
        return
        [
            .. document
                .RootElement.EnumerateArray()
                .Where(each => each.TryGetProperty("cat", out JsonElement kind) && kind.GetString() == "Node")
                .Select(each =>
                    each.TryGetProperty("args", out JsonElement details) && details.TryGetProperty("provider", out JsonElement provider)
                        ? provider.GetString()
                        : null
                )
                .OfType<string>()
                .GroupBy(provider => provider, StringComparer.Ordinal)
                .Select(group => (group.Key, group.Count()))
                .OrderByDescending(group => group.Item2)
                .ThenBy(group => group.Key, StringComparer.Ordinal),
        ];
    }
}
