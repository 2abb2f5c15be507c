namespace GpuCluster.Scene.Filters;

/// <summary>True for the samples of a set.</summary>
internal sealed class SetTerm(SetFilterColumn column) : FilterTerm
{
    public override IEnumerable<FilterColumn> Columns => [column];

    public override void Fill(Span<ulong> words) => column.Points.Words.CopyTo(words);
}
