using GpuCluster.Compute.Ilgpu.Kernels.Tiles;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

/// <summary>
/// Merges a tile of distances into each row's list of nearest neighbours. One group for each row. How it works: threads walk along the row
/// and put keys that beat the list's last into a shared buffer; when the buffer might overflow, and at the end, list and buffer are merged
/// by rank: an entry's new place is the number of entries below it, which every thread counts for some entries alone. Keys are unique, so
/// the places are too, and the order of the buffer, which depends on timing, does not matter. After the first tile few keys beat the last,
/// and a row costs little more than reading it.
/// </summary>
internal static class MergeTopKernel
{
    /// <summary>Columns that a thread reads between two checks of the buffer.</summary>
    private const int PerThread = 4;

    /// <summary>Places in the shared buffer: twice the number of values that a group reads between two checks.</summary>
    private const int Capacity = 2 * PerThread * GroupSum.LargestGroup;

    /// <summary>
    /// Longest list. The list, its successor and the buffer take 16 KiB of shared memory, so that six groups fit a multiprocessor with 100
    /// KiB. Why constants: see
    /// <see cref="GroupSum.LargestGroup"/>.
    /// </summary>
    public const int LongestList = 512;

    /// <param name="tile">Distances, none negative.</param>
    /// <param name="lists">n x <paramref name="listLength"/> keys, ascending along a row.</param>
    /// <param name="shape">Which tile.</param>
    /// <param name="listLength">Neighbours kept for each sample, up to <see cref="LongestList"/>; the sample itself is left out.</param>
    [KernelEntry]
    public static void Run(ArrayView<float> tile, ArrayView<ulong> lists, TileShape shape, int listLength)
    {
        ArrayView<ulong> list = SharedMemory.Allocate<ulong>(LongestList);
        ArrayView<ulong> next = SharedMemory.Allocate<ulong>(LongestList);
        ArrayView<ulong> buffer = SharedMemory.Allocate<ulong>(Capacity);
        ArrayView<int> pending = SharedMemory.Allocate<int>(1);
        ArrayView<ulong> stored = lists.SubView((long)(shape.FirstRow + Grid.IdxX) * listLength, listLength);
        Begin(stored, list, pending, listLength);
        Offer(tile, shape, Grid.IdxX, list, next, buffer, pending, listLength);
        Copy(list, stored, listLength);
    }

    /// <summary>
    /// Merges several tiles in one launch. Tiles of the same rows follow each other and make a strip; one group for each row of each strip.
    /// </summary>
    /// <param name="tiles">Distances, none negative; each tile in room for <paramref name="room"/> entries.</param>
    /// <param name="lists">n x <paramref name="listLength"/> keys, ascending along a row.</param>
    /// <param name="shapes">Which tiles.</param>
    /// <param name="strips">The first tile of each strip, and after the last strip the number of tiles.</param>
    /// <param name="room">Entries of the largest tile.</param>
    /// <param name="listLength">Neighbours kept for each sample, up to <see cref="LongestList"/>; the sample itself is left out.</param>
    [KernelEntry]
    public static void RunMany(
        ArrayView<float> tiles,
        ArrayView<ulong> lists,
        ArrayView<TileShape> shapes,
        ArrayView<int> strips,
        int room,
        int listLength
    )
    {
        ArrayView<ulong> list = SharedMemory.Allocate<ulong>(LongestList);
        ArrayView<ulong> next = SharedMemory.Allocate<ulong>(LongestList);
        ArrayView<ulong> buffer = SharedMemory.Allocate<ulong>(Capacity);
        ArrayView<int> pending = SharedMemory.Allocate<int>(1);
        int first = strips[Grid.IdxY];
        int end = strips[Grid.IdxY + 1];
        int row = Grid.IdxX;

        // The last tile may have fewer rows; the whole group exits.
        if (row >= shapes[first].Rows)
            return;
        ArrayView<ulong> stored = lists.SubView((long)(shapes[first].FirstRow + row) * listLength, listLength);
        Begin(stored, list, pending, listLength);
        for (int at = first; at < end; at++)
            Offer(tiles.SubView((long)at * room, room), shapes[at], row, list, next, buffer, pending, listLength);
        Copy(list, stored, listLength);
    }

    private static void Begin(ArrayView<ulong> stored, ArrayView<ulong> list, ArrayView<int> pending, int listLength)
    {
        Copy(stored, list, listLength);
        if (Group.IsFirstThread)
            pending[0] = 0;
        Group.Barrier();
    }

    private static void Copy(ArrayView<ulong> from, ArrayView<ulong> to, int length)
    {
        for (int place = Group.IdxX; place < length; place += Group.DimX)
            to[place] = from[place];
    }

    /// <summary>Merges one row of a tile. The buffer is empty before and after.</summary>
    private static void Offer(
        ArrayView<float> tile,
        TileShape shape,
        int row,
        ArrayView<ulong> list,
        ArrayView<ulong> next,
        ArrayView<ulong> buffer,
        ArrayView<int> pending,
        int listLength
    )
    {
        int sample = shape.FirstRow + row;
        int chunk = PerThread * Group.DimX;
        for (int start = 0; start < shape.Columns; start += chunk)
        {
            ulong last = list[listLength - 1];
            for (int item = 0; item < PerThread; item++)
            {
                int column = start + (item * Group.DimX) + Group.IdxX;
                if (column < shape.Columns && shape.FirstColumn + column != sample)
                {
                    ulong key = NeighbourKey.Of(tile[((long)row * shape.Columns) + column], shape.FirstColumn + column);
                    if (key < last)
                        buffer[Atomic.Add(ref pending[0], 1)] = key;
                }
            }

            Group.Barrier();
            int count = pending[0];
            Group.Barrier();
            if (count + chunk > Capacity || start + chunk >= shape.Columns)
            {
                Merge(list, next, buffer, listLength, count);
                if (Group.IsFirstThread)
                    pending[0] = 0;
                Group.Barrier();
            }
        }
    }

    private static void Merge(ArrayView<ulong> list, ArrayView<ulong> next, ArrayView<ulong> buffer, int listLength, int count)
    {
        for (int entry = Group.IdxX; entry < listLength + count; entry += Group.DimX)
        {
            bool listed = entry < listLength;
            ulong key = listed ? list[entry] : buffer[entry - listLength];
            int rank = listed ? entry : CountBelow(list, listLength, key);
            for (int other = 0; other < count && rank < listLength; other++)
            {
                if (buffer[other] < key)
                    rank++;
            }

            if (rank < listLength)
                next[rank] = key;
        }

        Group.Barrier();
        Copy(next, list, listLength);
        Group.Barrier();
    }

    private static int CountBelow(ArrayView<ulong> ascending, int length, ulong key)
    {
        int low = 0;
        int high = length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ascending[middle] < key)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
