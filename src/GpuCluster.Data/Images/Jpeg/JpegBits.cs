using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>Reads the bits of a JPEG's scan. Behind a marker or the end come zeros, which are counted.</summary>
/// <param name="data">The file.</param>
/// <param name="at">Where the scan begins.</param>
internal ref struct JpegBits(ReadOnlySpan<byte> data, int at)
{
    private const ulong EachByte = 0x0101_0101_0101_0101;
    private readonly ReadOnlySpan<byte> _data = data;
    private int _at = at;
    private ulong _bits;
    private int _count;
    private int _added;

    /// <summary>The value of a number of <paramref name="size"/> bits: those with a leading 0 are negative (F.2.2.1).</summary>
    public static int Extend(int bits, int size) => bits < 1 << (size - 1) ? bits - (1 << size) + 1 : bits;

    /// <summary>Makes at least 32 bits ready, enough for a code and its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Fill()
    {
        if (_count >= 32)
            return;
        if (_at + sizeof(ulong) <= _data.Length)
        {
            ulong next = BinaryPrimitives.ReadUInt64BigEndian(_data[_at..]),
                inverse = ~next;
            // No byte is 0xFF: the usual case.
            if (((inverse - EachByte) & next & (EachByte << 7)) == 0)
            {
                _bits |= next >> _count;
                int bytes = (63 - _count) >> 3;
                _at += bytes;
                _count += bytes * 8;
                return;
            }
        }

        FillByBytes();
    }

    /// <summary>The next bits, without taking them; at most 32, and they must be ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly int Peek(int count) => (int)(_bits >> (64 - count));

    /// <summary>Takes bits that are ready.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    /// <summary>Takes a marker that has to be next, after less than a byte of filling.</summary>
    /// <param name="marker">Its second byte.</param>
    /// <returns>False if something else is next, or if bits were taken that are not in the file.</returns>
    public bool TryMarker(int marker)
    {
        int left = _count - _added;
        if (left is < 0 or > 7 || _at + 2 > _data.Length || _data[_at] != 0xFF || _data[_at + 1] != marker)
            return false;
        _at += 2;
        (_bits, _count, _added) = (0, 0, 0);
        return true;
    }

    // In data a 0xFF is followed by a zero, which is not part of it.
    private void FillByBytes()
    {
        _bits &= ~(ulong.MaxValue >> _count);
        while (_count <= 56)
        {
            ulong value = 0;
            if (_at < _data.Length && _data[_at] != 0xFF)
            {
                value = _data[_at++];
            }
            else if (_at + 1 < _data.Length && _data[_at + 1] == 0)
            {
                value = 0xFF;
                _at += 2;
            }
            else
            {
                _added += 8;
            }

            _bits |= value << (56 - _count);
            _count += 8;
        }
    }
}
