using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Arrays;

/// <summary>The names that arrays usually have.</summary>
internal static class ArrayNames
{
    /// <summary>
    /// Names of vectors, in any case; the first that occurs is taken. The last is that of ANN-benchmarks, whose "test" are queries.
    /// </summary>
    public static readonly string[] Vectors = ["embeddings", "embedding", "vectors", "features", "x", "data", "arr_0", "images", "train"];

    /// <summary>
    /// Parts of one data set, each an array of samples and one of labels: MedMNIST's, then Keras's. Only the first has to be there.
    /// </summary>
    public static readonly (string Split, string Samples, string Labels)[][] Splits =
    [
        [("train", "train_images", "train_labels"), ("val", "val_images", "val_labels"), ("test", "test_images", "test_labels")],
        [("train", "x_train", "y_train"), ("val", "x_val", "y_val"), ("val", "x_valid", "y_valid"), ("test", "x_test", "y_test")],
    ];

    /// <summary>Names of arrays with the text of each class, as scikit-learn and TensorFlow Datasets call them.</summary>
    private static readonly string[] ClassTexts = ["class_names", "label_names", "target_names", "classes"];

    /// <summary>Columns of an .h5ad that hold cell types, the first that occurs.</summary>
    private static readonly string[] CellTypes = ["cell_type", "celltype", "cell_types", "louvain", "leiden", "clusters"];

    /// <summary>The heading of a column: its name below the group of an .h5ad's samples.</summary>
    public static string Heading(string name) => name.StartsWith("obs/", StringComparison.Ordinal) ? name[4..] : name;

    /// <summary>Whether an array's name is one of labels.</summary>
    public static bool IsLabel(string name) => ListHeadings.LabelIn([Heading(name)]) >= 0 || Heading(name) is "y";

    /// <summary>The same, for arrays that lie in the folder of the samples.</summary>
    public static bool IsLabelOf(string samples, string name)
    {
        string folder = samples[..(samples.LastIndexOf('/') + 1)];
        return IsLabel(name) || (name.StartsWith(folder, StringComparison.Ordinal) && IsLabel(name[folder.Length..]));
    }

    /// <summary>The array that labels the samples of a chosen array by its name: "y_test" of "x_test". Null if there is none.</summary>
    public static NamedArray? LabelsOf(NamedArray chosen, IReadOnlyList<NamedArray> arrays)
    {
        foreach ((_, string samples, string labels) in Splits.SelectMany(parts => parts))
        {
            if (chosen.Name.Equals(samples, StringComparison.OrdinalIgnoreCase))
                return Find(arrays, labels);
        }

        return CellTypes.Select(name => Find(arrays, $"obs/{name}")).FirstOrDefault(found => found is not null);
    }

    /// <summary>The array that names the classes, at the place of each class's number. Null if there is none.</summary>
    public static NamedArray? ClassTextsIn(IReadOnlyList<NamedArray> arrays) =>
        ClassTexts
            .Select(name => Find(arrays, name))
            .FirstOrDefault(found => found is { Shape.Count: 1, Type: null, IsReadable: true } && found.Shape[0] > 0);

    /// <summary>The array of a name, in the same case if there is one.</summary>
    public static NamedArray? Find(IReadOnlyList<NamedArray> arrays, string name) =>
        arrays.FirstOrDefault(array => array.Name == name)
        ?? arrays.FirstOrDefault(array => array.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
