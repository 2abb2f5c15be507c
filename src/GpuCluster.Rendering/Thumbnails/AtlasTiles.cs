namespace GpuCluster.Rendering.Thumbnails;

/// <summary>
/// The allocation of an atlas's tiles, with eviction when it is full. The atlas is cut into blocks of 128 x 128 texels; a block holds tiles
/// of one edge length, so that no tile is ever moved. Bookkeeping only: no device, one thread.
/// </summary>
internal sealed class AtlasTiles
{
    /// <summary>Texels along a side of a block, and the longest edge of a tile.</summary>
    public const int BlockEdge = 128;

    private const int None = -1;

    private readonly Dictionary<(int Point, int Edge), int> _places = [];
    private readonly (int Point, int Edge)[] _keys;
    private readonly ulong[] _lastUse;
    private readonly int[] _newer;
    private readonly int[] _older;
    private readonly int[] _blockEdges;
    private readonly Stack<int> _freeBlocks = new();
    private readonly Dictionary<int, Tiles> _byEdge = [];
    private readonly int _stride;

    /// <summary>Makes an empty atlas.</summary>
    /// <param name="blocks">How many blocks there are, at least 1.</param>
    /// <param name="edges">The edge lengths of tiles, 1 to <see cref="BlockEdge"/>.</param>
    public AtlasTiles(int blocks, IReadOnlyList<int> edges)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        Blocks = blocks;
        foreach (int edge in edges)
        {
            if (edge is < 1 or > BlockEdge)
                throw new ArgumentOutOfRangeException(nameof(edges), edge, $"A tile is 1 to {BlockEdge} texels along a side.");
            _byEdge[edge] = new Tiles();
            _stride = Math.Max(_stride, PerBlock(edge));
        }
        int tiles = blocks * Math.Max(1, _stride);
        _keys = new (int, int)[tiles];
        _lastUse = new ulong[tiles];
        _newer = new int[tiles];
        _older = new int[tiles];
        _blockEdges = new int[blocks];
        for (int block = blocks - 1; block >= 0; block--)
            _freeBlocks.Push(block);
    }

    /// <summary>Blocks of the atlas.</summary>
    public int Blocks { get; }

    /// <summary>One more than the largest tile number.</summary>
    public int Capacity => _keys.Length;

    /// <summary>Tiles that hold a picture.</summary>
    public int Resident => _places.Count;

    /// <summary>Tiles of an edge length that fit into a block.</summary>
    public static int PerBlock(int edge) => BlockEdge / edge * (BlockEdge / edge);

    /// <summary>The tile of a picture, or -1.</summary>
    public int Find(int point, int edge) => _places.GetValueOrDefault((point, edge), None);

    /// <summary>Which picture a tile holds.</summary>
    public (int Point, int Edge) KeyOf(int tile) => _keys[tile];

    /// <summary>Where a tile lies: its block, and its left top in the block in texels.</summary>
    public (int Block, int X, int Y) PlaceOf(int tile)
    {
        int block = tile / _stride;
        int edge = _blockEdges[block];
        int across = BlockEdge / edge;
        int slot = tile % _stride;
        return (block, slot % across * edge, slot / across * edge);
    }

    /// <summary>Marks a picture as needed in this frame, so that it is not evicted.</summary>
    public void Touch(int tile, ulong frame)
    {
        if (_lastUse[tile] == frame)
            return;
        _lastUse[tile] = frame;
        Tiles tiles = _byEdge[_keys[tile].Edge];
        Unlink(tiles, tile);
        Append(tiles, tile);
    }

    /// <summary>
    /// Assigns a tile to a picture: a free one, or that of the least recently needed picture of its edge, or one of a block of another
    /// edge. If tiles that this frame needs are spread over all blocks, those of the block with the fewest are evicted too.
    /// </summary>
    /// <returns>The tile, marked as needed in this frame; -1 if all possible tiles are needed.</returns>
    public int Allocate(int point, int edge, ulong frame)
    {
        Tiles tiles = _byEdge[edge];
        if (tiles.Free.Count == 0 && !TakeFreeBlock(edge, tiles))
        {
            if (tiles.Oldest != None && _lastUse[tiles.Oldest] != frame)
                Remove(tiles.Oldest);
            else if (!EmptyBlockOfAnotherEdge(edge, frame) || !TakeFreeBlock(edge, tiles))
                return None;
        }
        int tile = tiles.Free.Pop();
        _keys[tile] = (point, edge);
        _places[(point, edge)] = tile;
        _lastUse[tile] = frame;
        Append(tiles, tile);
        return tile;
    }

    /// <summary>Drops a picture; its tile is free.</summary>
    public void Remove(int tile)
    {
        (int Point, int Edge) key = _keys[tile];
        Tiles tiles = _byEdge[key.Edge];
        Unlink(tiles, tile);
        _places.Remove(key);
        tiles.Free.Push(tile);
    }

    private bool TakeFreeBlock(int edge, Tiles tiles)
    {
        if (!_freeBlocks.TryPop(out int block))
            return false;
        _blockEdges[block] = edge;
        for (int slot = PerBlock(edge) - 1; slot >= 0; slot--)
            tiles.Free.Push(block * _stride + slot);
        return true;
    }

    private bool EmptyBlockOfAnotherEdge(int edge, ulong frame)
    {
        int best = None;
        (double Wanted, ulong LastUse) min = (1, 0);
        for (int block = 0; block < Blocks; block++)
        {
            if (_blockEdges[block] == edge)
                continue;
            (double, ulong) state = StateOf(block, frame);
            if (state.CompareTo(min) < 0)
                (best, min) = (block, state);
        }
        if (best == None)
            return false;
        int other = _blockEdges[best];
        Tiles tiles = _byEdge[other];
        int first = best * _stride;
        int end = first + PerBlock(other);
        for (int tile = first; tile < end; tile++)
        {
            if (IsHeld(tile))
                Remove(tile);
        }
        tiles.Free = new Stack<int>(tiles.Free.Where(tile => tile < first || tile >= end).Reverse());
        _freeBlocks.Push(best);
        return true;
    }

    // The share of a block's tiles that this frame wants, and when any of the others was last wanted.
    private (double Wanted, ulong LastUse) StateOf(int block, ulong frame)
    {
        int perBlock = PerBlock(_blockEdges[block]);
        int wanted = 0;
        ulong lastUse = 0;
        for (int tile = block * _stride; tile < block * _stride + perBlock; tile++)
        {
            if (!IsHeld(tile))
                continue;
            if (_lastUse[tile] == frame)
                wanted++;
            else
                lastUse = Math.Max(lastUse, _lastUse[tile]);
        }
        return ((double)wanted / perBlock, lastUse);
    }

    private bool IsHeld(int tile) => _keys[tile].Edge > 0 && _places.TryGetValue(_keys[tile], out int held) && held == tile;

    private void Append(Tiles tiles, int tile)
    {
        (_older[tile], _newer[tile]) = (tiles.Newest, None);
        if (tiles.Newest != None)
            _newer[tiles.Newest] = tile;
        tiles.Newest = tile;
        if (tiles.Oldest == None)
            tiles.Oldest = tile;
    }

    private void Unlink(Tiles tiles, int tile)
    {
        (int older, int newer) = (_older[tile], _newer[tile]);
        if (older != None)
            _newer[older] = newer;
        else
            tiles.Oldest = newer;

        if (newer != None)
            _older[newer] = older;
        else
            tiles.Newest = older;
    }

    private sealed class Tiles
    {
        public Stack<int> Free { get; set; } = new();

        public int Oldest { get; set; } = None;

        public int Newest { get; set; } = None;
    }
}
