using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Onnx;

namespace GpuCluster.Embedding.Models;

/// <summary>
/// A hash of everything that affects a model's vectors: weights, preprocessing, and the kind of device, as rounding may differ.
/// </summary>
public static class ModelHash
{
    /// <summary>Changed whenever this program prepares images differently, so that old vectors are not reused.</summary>
    private const string Format = "1";

    /// <summary>Reads the files through.</summary>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="UnusableInputException">A file is missing or cannot be read.</exception>
    public static string Of(ModelFolder folder, OnnxDevice device)
    {
        string model = folder.RequireImageModel();
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        sha.AppendData(Encoding.UTF8.GetBytes($"{Format}\n{(device.CudaIndex is null ? "host" : "cuda")}\n"));
        try
        {
            // Weights of large models are in files beside it, which it names: model.onnx_data, model.onnx.data, or any other name.
            string directory = Path.GetDirectoryName(Path.GetFullPath(model))!;
            string[] files =
            [
                model,
                .. OnnxExtent.WeightsOf(model).Select(name => Path.Combine(directory, name)).Where(File.Exists),
                folder.RequirePreprocessing(),
            ];
            foreach (string file in files)
                Append(sha, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{model}: cannot be read ({e.Message}); check the file", e);
        }

        if (TokenPooling.Read(folder) is { IsMean: true } pooling)
            sha.AppendData(Encoding.UTF8.GetBytes($"mean {pooling.PatchSize}"));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }

    private static void Append(IncrementalHash sha, string file)
    {
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            sha.AppendData(SHA256.HashData(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{file}: cannot be read ({e.Message}); check the file", e);
        }
    }
}
