using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Arrays;

/// <summary>
/// Which arrays of a file (.npz, .safetensors, HDF5) are the samples. The one that the user names; else the parts of MedMNIST or Keras;
/// else a usual name of vectors, "X" of an .h5ad and "train" of ANN-benchmarks among them; else the only matrix; else the only array of
/// images. Otherwise the file is refused, with its arrays and their shapes.
/// </summary>
/// <param name="Parts">The samples, 1 part or more, of one type and one size each.</param>
/// <param name="Note">What was chosen if there was a choice, or null.</param>
internal sealed record ArrayChoice(IReadOnlyList<ArrayPart> Parts, DatasetNote? Note)
{
    private const int MaxListed = 20;

    /// <summary>Chooses.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">All of its arrays.</param>
    /// <param name="wanted">The name that the user gives, or null.</param>
    /// <exception cref="UnusableInputException">None has that name, or no rule chooses one.</exception>
    public static ArrayChoice Of(string path, IReadOnlyList<NamedArray> arrays, string? wanted)
    {
        if (wanted is not null)
        {
            NamedArray named =
                ArrayNames.Find(arrays, wanted.TrimStart('/'))
                ?? throw Refuse(path, $"no array '{wanted}'", arrays, "give one of its names");
            return new ArrayChoice([PartOf(named, arrays)], null);
        }

        foreach ((string Split, string Samples, string Labels)[] names in ArrayNames.Splits)
        {
            if (SplitsOf(names, arrays) is { Count: > 0 } parts)
                return new ArrayChoice(parts, NoteOf(path, [.. parts.Select(part => part.Samples)], arrays));
        }

        NamedArray[] usable = [.. arrays.Where(array => IsUsable(array) && !ArrayNames.IsLabel(array.Name))],
            matrices = [.. usable.Where(array => array.IsMatrix)];
        NamedArray? chosen =
            ArrayNames.Vectors.Select(name => ArrayNames.Find(usable, name)).FirstOrDefault(found => found is not null)
            ?? (matrices.Length == 1 ? matrices[0] : null)
            ?? (matrices.Length == 0 && usable.Length == 1 ? usable[0] : null);
        if (chosen is not null)
            return new ArrayChoice([PartOf(chosen, arrays)], NoteOf(path, [chosen], arrays));
        if (arrays.Count > 0 && !arrays.Any(IsUsable))
            throw NoneUsable(path, arrays);
        throw Refuse(
            path,
            matrices.Length == 0 ? "no matrix" : "several matrices",
            arrays,
            "name the one that holds the samples, one a row"
        );
    }

    /// <summary>A refusal that lists the arrays, one of which can be named.</summary>
    public static UnusableInputException Refuse(string path, string fault, IReadOnlyList<NamedArray> arrays, string remedy) =>
        arrays.Count == 0
            ? new UnusableInputException($"{path}: it holds no arrays; save vectors as float32 (N, D)")
            : new UnusableInputException($"{path}: {fault}, it holds {Listed(arrays, MaxListed)}; {remedy}")
            {
                Remedies = [new Remedy(Setting.ArrayName)],
            };

    // None can be named, so that no name is asked for.
    private static UnusableInputException NoneUsable(string path, IReadOnlyList<NamedArray> arrays)
    {
        string listed = string.Join(", ", arrays.Take(MaxListed).Select(array => $"{array.Description}: {array.WhyNoSamples}"));
        string rest = arrays.Count > MaxListed ? $" and {arrays.Count - MaxListed} more" : "";
        return new UnusableInputException(
            $"{path}: none of its arrays can be the samples ({listed}{rest}); save a matrix of numbers (N, D) with a row for each sample"
        );
    }

    private static bool IsUsable(NamedArray array) => array.IsMatrix || array.IsImages;

    private static ArrayPart PartOf(NamedArray samples, IReadOnlyList<NamedArray> arrays)
    {
        NamedArray? labels = ArrayNames.LabelsOf(samples, arrays);
        return new ArrayPart(samples, labels is not null && labels.IsColumnOf(samples.Shape[0]) ? labels : null);
    }

    // The first part counts; others join if they are of its type and size.
    private static List<ArrayPart> SplitsOf((string Split, string Samples, string Labels)[] names, IReadOnlyList<NamedArray> arrays)
    {
        List<ArrayPart> parts = [];
        foreach ((string split, string samples, string labels) in names)
        {
            NamedArray? found = ArrayNames.Find(arrays, samples);
            bool isFirst = parts.Count == 0;
            if (found is null || !IsUsable(found) || (isFirst && split != names[0].Split))
                continue;
            NamedArray first = isFirst ? found : parts[0].Samples;
            if (found.Type != first.Type || !found.Shape.Skip(1).SequenceEqual(first.Shape.Skip(1)) || found.Shape[0] == 0)
                continue;
            parts.Add(new ArrayPart(found, ArrayNames.Find(arrays, labels), split));
        }

        return parts;
    }

    private static DatasetNote? NoteOf(string path, NamedArray[] chosen, IReadOnlyList<NamedArray> arrays)
    {
        NamedArray[] others = [.. arrays.Where(array => IsUsable(array) && !chosen.Contains(array) && !array.IsColumnOf(array.Shape[0]))];
        if (chosen.Length == 1 && others.Length == 0)
            return null;
        string rest = others.Length == 0 ? "" : $"; {Listed(others, 5)} {(others.Length == 1 ? "is" : "are")} left out";
        return new DatasetNote($"{path}: the samples are {Listed(chosen, MaxListed)}{rest}; another array can be named")
        {
            Remedies = [new Remedy(Setting.ArrayName)],
        };
    }

    private static string Listed(IReadOnlyList<NamedArray> arrays, int max)
    {
        string listed = string.Join(", ", arrays.Take(max).Select(array => array.Description));
        return arrays.Count > max ? $"{listed} and {arrays.Count - max} more" : listed;
    }
}
