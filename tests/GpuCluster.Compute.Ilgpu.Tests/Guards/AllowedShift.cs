namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>
/// A division by a power of two, or a shift, of a signed number that is never negative. ILGPU writes both as an arithmetic shift, which
/// rounds a negative number the wrong way, and the generated text does not tell them apart.
/// </summary>
/// <param name="Kernel">Class of the kernels whose text holds it.</param>
/// <param name="Count">How often the text of each of these kernels holds it.</param>
/// <param name="File">Source file, below the project's folder.</param>
/// <param name="Line">The line of the source.</param>
/// <param name="Reason">Why the number cannot be negative.</param>
internal sealed record AllowedShift(string Kernel, int Count, string File, string Line, string Reason)
{
    private const string GroupSize = "a group has 1 thread or more";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AllowedShift> All { get; } =
    [
        new("CentreRowsKernel", 4, "Kernels/GroupSum.cs", "for (int half = Group.DimX / 2; half > 0; half /= 2)", GroupSize),
        new(
            "DotTileKernel",
            1,
            "Kernels/Tiles/DotTileKernel.cs",
            "int rowAt = (feature * rowStride / 4) + threadRow;",
            "features and strides count from 0"
        ),
        new(
            "DotTileKernel",
            1,
            "Kernels/Tiles/DotTileKernel.cs",
            "int columnAt = (feature * columnStride / 4) + threadColumn;",
            "features and strides count from 0"
        ),
        new(
            "DotTileKernel",
            1,
            "Kernels/Tiles/DotTileKernel.cs",
            "StoreBlock(squaredLengths, tile, shape, finish, row, column + (width / 2), topRight);",
            "a block has 8 columns or more"
        ),
        new(
            "DotTileKernel",
            1,
            "Kernels/Tiles/DotTileKernel.cs",
            "StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column, bottomLeft);",
            "a block has 8 rows or more"
        ),
        new(
            "DotTileKernel",
            2,
            "Kernels/Tiles/DotTileKernel.cs",
            "StoreBlock(squaredLengths, tile, shape, finish, row + (height / 2), column + (width / 2), bottomRight);",
            "a block has 8 rows and columns or more"
        ),
        new(
            "DotTileKernel",
            2,
            "Kernels/Tiles/DotTileKernel.cs",
            "int sample = firstSample + (at / Depth);",
            "places in shared memory count from 0"
        ),
        new(
            "DotTileKernel",
            2,
            "Kernels/Tiles/DotTileKernel.cs",
            "part[(at % Depth * stride) + (at / Depth)] = value;",
            "places in shared memory count from 0"
        ),
        new("MergeTopKernel", 1, "Kernels/Neighbours/MergeTopKernel.cs", "int middle = (low + high) / 2;", "places in a list count from 0"),
        new("NormaliseRowsKernel", 2, "Kernels/GroupSum.cs", "for (int half = Group.DimX / 2; half > 0; half /= 2)", GroupSize),
        new(
            "NormaliseRowsKernel",
            2,
            "Kernels/Rows/NormaliseRowsKernel.cs",
            "for (int half = Group.DimX / 2; half > 0; half /= 2)",
            GroupSize
        ),
        new("SimilarityRowKernel", 2, "Kernels/GroupSum.cs", "for (int half = Group.DimX / 2; half > 0; half /= 2)", GroupSize),
        new(
            "SortRowsKernel",
            1,
            "Kernels/Graphs/SortRowsKernel.cs",
            "for (int root = (length / 2) - 1; root >= 0; root--)",
            "a row has 0 edges or more"
        ),
        new("SumFloat4Kernel", 8, "Kernels/GroupSum.cs", "for (int half = Group.DimX / 2; half > 0; half /= 2)", GroupSize),
    ];
}
