using System.Runtime.InteropServices;
using GpuCluster.Data.Files;
using PureHDF;
using PureHDF.Selections;

namespace GpuCluster.Data.Hdf5;

/// <summary>The numbers of a data set as bytes, read in blocks of rows that hold whole chunks, so that none is unpacked twice.</summary>
internal sealed class Hdf5Stream : Stream
{
    private const long BlockBytes = 8 << 20;

    private readonly IH5Dataset _dataset;
    private readonly long[] _shape;
    private readonly int _elementBytes;
    private readonly Hdf5Source _source;
    private readonly CancellationToken _cancellation;
    private readonly long _rowBytes;
    private readonly long _rowsPerBlock;
    private byte[] _block = [];
    private int _at;
    private long _nextRow;

    /// <param name="dataset">One or more dimensions of numbers.</param>
    /// <param name="shape">Its size.</param>
    /// <param name="elementBytes">Of a number: 1, 2, 4 or 8.</param>
    /// <param name="source">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public Hdf5Stream(IH5Dataset dataset, long[] shape, int elementBytes, Hdf5Source source, CancellationToken cancellation)
    {
        (_dataset, _shape, _elementBytes, _source, _cancellation) = (dataset, shape, elementBytes, source, cancellation);
        _rowBytes = shape.Skip(1).Aggregate((long)elementBytes, (bytes, size) => bytes * size);
        long chunkRows = dataset.Layout.Class == H5DataLayoutClass.Chunked ? Math.Max(1, (long)dataset.Layout.Chunks![0]) : 1;
        long chunks = Math.Max(1, BlockBytes / Math.Max(1, _rowBytes * chunkRows));
        _rowsPerBlock = Math.Min(shape[0], chunks * chunkRows);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_at == _block.Length && !Next())
            return 0;
        int count = Math.Min(buffer.Length, _block.Length - _at);
        _block.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    private bool Next()
    {
        long rows = Math.Min(_rowsPerBlock, _shape[0] - _nextRow);
        if (rows <= 0 || _rowBytes == 0)
            return false;
        ulong[] starts = new ulong[_shape.Length],
            sizes = [.. _shape.Select(size => (ulong)size)];
        (starts[0], sizes[0]) = ((ulong)_nextRow, (ulong)rows);
        HyperslabSelection selection = new(_shape.Length, starts, sizes);
        long numbers = rows * _rowBytes / _elementBytes;
        // The library does not convert: a type of the same size gives the bits.
        _block = _elementBytes switch
        {
            1 => Read<byte>(selection, numbers),
            2 => Read<ushort>(selection, numbers),
            4 => Read<uint>(selection, numbers),
            _ => Read<ulong>(selection, numbers),
        };
        _at = 0;
        _nextRow += rows;
        return true;
    }

    private byte[] Read<T>(HyperslabSelection selection, long numbers)
        where T : unmanaged
    {
        T[] values = HostMemory.Allocate<T>(numbers, _source.Path);
        return _source.Call(
            () =>
            {
                _dataset.Read(values, selection);
                return values is byte[] bytes ? bytes : MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
            },
            _cancellation
        );
    }
}
