namespace GpuCluster.Data.Parquet;

/// <summary>Some values of a column, in order.</summary>
/// <param name="Form">What they mean.</param>
/// <param name="Levels">Values, those that are missing included.</param>
/// <param name="Definition">How much of each is there; empty if all are.</param>
/// <param name="Repetition">Which list each belongs to; empty outside lists.</param>
/// <param name="Values">Those that are there: bool, int, long, float, double, decimal numbers without their point, or text.</param>
internal sealed record ParquetBatch(ParquetForm Form, int Levels, short[] Definition, short[] Repetition, Array Values)
{
    /// <summary>The definition level of a value that is there.</summary>
    public short MaxDefinition => Form.MaxDefinition;

    /// <summary>The definition level from which a list has an element.</summary>
    public int ElementDefinition => Form.ElementDefinition;

    /// <summary>The values as float32.</summary>
    public float[] ToFloats() =>
        Values switch
        {
            float[] floats => floats,
            double[] doubles => Array.ConvertAll(doubles, value => (float)value),
            bool[] truths => Array.ConvertAll(truths, value => value ? 1f : 0f),
            int[] ints when Form.Scale is { } scale => Array.ConvertAll(ints, value => (float)(value / Math.Pow(10, scale))),
            long[] longs when Form.Scale is { } scale => Array.ConvertAll(longs, value => (float)(value / Math.Pow(10, scale))),
            Int128[] wide => Array.ConvertAll(wide, value => (float)((double)value / Math.Pow(10, Form.Scale ?? 0))),
            int[] ints when Form.IsUnsigned => Array.ConvertAll(ints, value => (float)(uint)value),
            int[] ints => Array.ConvertAll(ints, value => (float)value),
            long[] longs when Form.IsUnsigned => Array.ConvertAll(longs, value => (float)(ulong)value),
            long[] longs => Array.ConvertAll(longs, value => (float)value),
            _ => throw new InvalidDataException("a list of no numbers"),
        };
}
