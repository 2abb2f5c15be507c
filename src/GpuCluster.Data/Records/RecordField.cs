namespace GpuCluster.Data.Records;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name, with dots between those of structures: "image.bytes"; that of a list is the list's own.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="TypeText">Its type, for messages.</param>
/// <param name="Place">Its place among the columns of the file.</param>
internal sealed record RecordField(string Name, RecordKind Kind, string TypeText, int Place)
{
    /// <summary>What users see of it.</summary>
    public string Description => $"'{Name}' ({TypeText})";
}
