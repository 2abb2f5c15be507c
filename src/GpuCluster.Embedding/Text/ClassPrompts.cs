using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Text;

/// <summary>
/// Sentences around the names of classes. CLIP was trained on captions, not on single words, and the mean vector of several sentences is a
/// more robust target than that of one (Radford et al., "Learning Transferable Visual Models From Natural Language Supervision", 2021,
/// section 3.1.4).
/// </summary>
public static class ClassPrompts
{
    /// <summary>Where a template takes the class's name.</summary>
    public const string Slot = "{}";

    /// <summary>The default templates: general enough for any class.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["a photo of a {}", "a picture of a {}", "an image of the {}", "{}"];

    /// <summary>The unit mean vector of each class's sentences.</summary>
    /// <param name="embedder">The model.</param>
    /// <param name="classes">c names, none blank.</param>
    /// <param name="templates">One or more sentences with <see cref="Slot"/>.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>c x d values, rows of length 1.</returns>
    /// <exception cref="UnusableInputException">A name is blank or comes twice, a template has no slot, or a class's sentences cancel each
    /// other.</exception>
    public static EmbeddingMatrix Embed(
        ITextEmbedder embedder,
        IReadOnlyList<string> classes,
        IReadOnlyList<string> templates,
        CancellationToken cancellation
    )
    {
        Check(classes, templates);
        string[] sentences =
        [
            .. from name in classes from template in templates select template.Replace(Slot, name, StringComparison.Ordinal),
        ];
        EmbeddingMatrix rows = embedder.Embed(sentences, cancellation);
        float[] means = new float[classes.Count * rows.Columns];
        for (int c = 0; c < classes.Count; c++)
        {
            Span<float> mean = means.AsSpan(c * rows.Columns, rows.Columns);
            for (int j = 0; j < mean.Length; j++)
            {
                double sum = 0;
                for (int t = 0; t < templates.Count; t++)
                    sum += rows.Row((c * templates.Count) + t)[j];
                mean[j] = (float)(sum / templates.Count);
            }

            if (!UnitRow.TryScale(mean))
            {
                throw new UnusableInputException(
                    $"class \"{classes[c]}\": the vectors of its sentences cancel each other; use fewer sentences"
                )
                {
                    Remedies = [new Remedy(Setting.Templates)],
                };
            }
        }

        return new EmbeddingMatrix(classes.Count, rows.Columns, means);
    }

    private static void Check(IReadOnlyList<string> classes, IReadOnlyList<string> templates)
    {
        if (classes.Count == 0)
        {
            throw new UnusableInputException("no class is named; give names, such as \"cat;dog\"")
            {
                Remedies = [new Remedy(Setting.Classes)],
            };
        }

        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        for (int c = 0; c < classes.Count; c++)
        {
            if (string.IsNullOrWhiteSpace(classes[c]))
                throw new UnusableInputException($"class {c} has an empty name; give each class a name");
            if (!seen.Add(classes[c]))
            {
                throw new UnusableInputException(
                    $"class \"{classes[c]}\" is named twice; name each class once, as equal names would share their samples"
                );
            }
        }

        foreach (string template in templates)
        {
            if (!template.Contains(Slot, StringComparison.Ordinal))
            {
                throw new UnusableInputException($"template \"{template}\": write {Slot} where the class's name goes")
                {
                    Remedies = [new Remedy(Setting.Templates)],
                };
            }
        }
    }
}
