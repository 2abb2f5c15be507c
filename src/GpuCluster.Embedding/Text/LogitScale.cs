using System.Text.Json;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Text;

/// <summary>The factor on a model's cosines in the softmax.</summary>
public static class LogitScale
{
    /// <summary>OpenAI's CLIP models and most others reached this bound in training.</summary>
    public const double Usual = 100;

    /// <summary>The largest accepted scale; beyond it every probability is 0 or 1.</summary>
    private const double Greatest = 1000;

    /// <summary>
    /// Reads `logit_scale` of config.json, the logarithm of the scale as the model's own parameter is. Exports that leave it out get
    /// <see cref="Usual"/>.
    /// </summary>
    public static double Of(ModelFolder folder)
    {
        if (folder.Settings is not { } settings)
            return Usual;
        using JsonDocument document = JsonSettings.Read(settings);
        double? scale = JsonSettings.Number(document.RootElement, "logit_scale") is { } logarithm ? Math.Exp(logarithm) : null;
        return scale is > 0 and <= Greatest ? scale.Value : Usual;
    }
}
