using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Records;

/// <summary>
/// Collects lists of numbers, one for each row, as a matrix. The first list defines the length of all. A row without a list, or with an
/// empty one, is left out and counted.
/// </summary>
/// <param name="table">The table that they are in.</param>
/// <param name="name">The column's name.</param>
/// <param name="rows">How many rows to take, 1 or more.</param>
internal sealed class RecordVectors(RecordTable table, string name, int rows)
{
    private readonly List<int> _kept = [];
    private float[] _values = [];
    private int _width = -1;
    private int _row = -1;
    private int _at;

    /// <summary>The rows that have a vector, ascending.</summary>
    public IReadOnlyList<int> Kept => _kept;

    /// <summary>Rows that were begun.</summary>
    public int Begun => _row + 1;

    /// <summary>Whether the last row was begun; only more of it may follow.</summary>
    public bool IsFull => _row == rows - 1;

    /// <summary>Begins the next row; false if there are enough.</summary>
    public bool Begin()
    {
        End();
        if (_row == rows - 1)
            return false;
        _row++;
        _at = 0;
        return true;
    }

    /// <summary>Adds a number to the row.</summary>
    public void Add(float value)
    {
        if (!float.IsFinite(value))
        {
            throw new UnusableInputException(
                $"{table.Path}: row {_row}, column {_at} of '{name}' is {value}; remove such rows or replace the value"
            );
        }

        if (_width < 0 && _at == _values.Length)
            Array.Resize(ref _values, Math.Max(1024, 2 * _at));
        if (_width < 0)
            _values[_at] = value;
        else if (_at < _width)
            _values[(_kept.Count * _width) + _at] = value;
        _at++;
    }

    /// <summary>Refuses a number that is missing within a list.</summary>
    public void AddMissing() =>
        throw new UnusableInputException(
            $"{table.Path}: row {_row}: column '{name}' has no value at {_at}; leave such rows out where the file is made"
        );

    /// <summary>All rows that have a vector.</summary>
    /// <exception cref="UnusableInputException">None has.</exception>
    public EmbeddingMatrix Take()
    {
        End();
        _at = 0;
        if (_kept.Count == 0)
            throw new UnusableInputException($"{table.Path}: no row of '{name}' has a vector; write the file with vectors");
        return new EmbeddingMatrix(_kept.Count, _width, _values.AsMemory(0, _kept.Count * _width));
    }

    private void End()
    {
        if (_row < 0 || _at == 0)
            return;
        if (_width < 0)
        {
            _width = _at;
            table.Unpacked((Int128)rows * _width * sizeof(float));
            float[] all = HostMemory.Allocate<float>((long)rows * _width, table.Path);
            _values.AsSpan(0, _width).CopyTo(all);
            _values = all;
        }

        if (_at != _width)
        {
            throw new UnusableInputException(
                $"{table.Path}: row {_row} of '{name}' has {_at} values, row {_kept[0]} has {_width}; every vector needs as many"
            );
        }

        _kept.Add(_row);
        _at = 0;
    }
}
