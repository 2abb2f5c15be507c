using System.Globalization;
using System.Text.Json;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Models;

/// <summary>
/// What a model was made for: a statement, and the range of the vectors of such images, from domain.json beside the model. An image outside
/// has a vector that says nothing, with high probabilities all the same.
/// </summary>
/// <param name="Statement">The images that the model was trained on, in words.</param>
/// <param name="Centres">c x d: the mean directions of groups of training images, of length 1.</param>
/// <param name="MinCosine">The cosine with the nearest centre that 95 of 100 such images reach.</param>
public sealed record ModelDomain(string Statement, EmbeddingMatrix Centres, float MinCosine)
{
    /// <summary>A larger file is no description.</summary>
    private const long MaxBytes = 16 << 20;

    /// <summary>
    /// More images than this share outside are no chance: of images that the model was made for it is a twentieth.
    /// </summary>
    public const double MaxShareOutside = 0.25;

    /// <summary>Reads the description of a model; null where it has none.</summary>
    /// <param name="path">The model's folder or .onnx file.</param>
    /// <exception cref="UnusableInputException">The description is damaged.</exception>
    public static ModelDomain? TryRead(string path)
    {
        string file = Path.Combine(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!, "domain.json");
        if (!File.Exists(file))
            return null;
        try
        {
            if (new FileInfo(file).Length > MaxBytes)
                throw new JsonException("too large");
            using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(file));
            float[][] centres =
            [
                .. json
                    .RootElement.GetProperty("centres")
                    .EnumerateArray()
                    .Select(row => row.EnumerateArray().Select(v => v.GetSingle()).ToArray()),
            ];
            if (centres.Length == 0 || centres[0].Length == 0 || Array.Exists(centres, row => row.Length != centres[0].Length))
                throw new JsonException("its centres are no matrix");
            return new ModelDomain(
                json.RootElement.GetProperty("statement").GetString() ?? throw new JsonException("no statement"),
                new EmbeddingMatrix(centres.Length, centres[0].Length, centres.SelectMany(row => row).ToArray()),
                json.RootElement.GetProperty("minCosine").GetSingle()
            );
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or InvalidOperationException
                        or KeyNotFoundException
                        or FormatException
                        or IOException
                        or UnauthorizedAccessException
            )
        {
            throw new UnusableInputException(
                $"{file}: no description of a model's domain ({e.Message}); restore it from where the model is from, or remove it",
                e
            );
        }
    }

    /// <summary>A warning if too many of the vectors lie outside the range; null otherwise.</summary>
    /// <param name="data">The name of the data.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="vectors">n x d values of length 1, by this model.</param>
    public string? WarningOf(string data, string model, EmbeddingMatrix vectors)
    {
        double share = ShareOutside(vectors);
        return share <= MaxShareOutside
            ? null
            : $"{data}: {(100 * share).ToString("0", CultureInfo.InvariantCulture)} % of its images are unlike those that {model} was made "
                + $"for ({Statement}; of those, 5 % are): its labels and duplicates mean nothing for them, however high the probability; "
                + "take a model for such images (models/README.md says which)";
    }

    /// <summary>The share of vectors that lie outside the range of the training images; rows of zeros do not count.</summary>
    /// <param name="vectors">n x d values of length 1, by this model.</param>
    /// <returns>0 to 1; 0 where vectors are of another width.</returns>
    public double ShareOutside(EmbeddingMatrix vectors)
    {
        if (vectors.Columns != Centres.Columns)
            return 0;
        int outside = 0,
            counted = 0;
        for (int row = 0; row < vectors.Rows; row++)
        {
            if (!vectors.Row(row).ContainsAnyExcept(0))
                continue;
            counted++;
            outside += NearestCosine(vectors.Row(row)) < MinCosine ? 1 : 0;
        }

        return counted == 0 ? 0 : (double)outside / counted;
    }

    /// <summary>The largest cosine of a unit vector with a centre.</summary>
    public float NearestCosine(ReadOnlySpan<float> vector)
    {
        float max = float.NegativeInfinity;
        for (int centre = 0; centre < Centres.Rows; centre++)
            max = Math.Max(max, Dot(vector, Centres.Row(centre)));
        return max;
    }

    private static float Dot(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        float sum = 0;
        for (int i = 0; i < first.Length; i++)
            sum += first[i] * second[i];
        return sum;
    }
}
