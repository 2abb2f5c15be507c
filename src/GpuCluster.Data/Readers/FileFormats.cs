using GpuCluster.Data.Arrow;
using GpuCluster.Data.Files;
using GpuCluster.Data.Hdf5;
using GpuCluster.Data.Idx;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Vectors;

namespace GpuCluster.Data.Readers;

/// <summary>Recognises the format of a file.</summary>
internal static class FileFormats
{
    private const int StartBytes = 9;

    /// <summary>
    /// The format by the first bytes, so that a wrong name does no harm; by the name if they are not conclusive, so that a message refers
    /// to the intended format.
    /// </summary>
    public static FileFormat Of(string path)
    {
        Span<byte> start = stackalloc byte[StartBytes];
        using FileStream stream = InputFile.Open(path);
        start = start[..InputFile.ReadUpTo(stream, start, path)];
        bool Ends(string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
        if (start.StartsWith(NpyHeader.Magic))
            return FileFormat.Npy;
        if (start.StartsWith(Hdf5File.Magic) || Ends(".h5") || Ends(".hdf5") || Ends(".h5ad"))
            return FileFormat.Hdf5;
        if (start.StartsWith(ArrowTable.Magic) || start.StartsWith("FEA1"u8) || Ends(".arrow") || Ends(".feather") || Ends(".arrows"))
            return FileFormat.Arrow;
        // These have no magic word, and may begin as anything.
        if (VecsFile.Reads(path))
            return FileFormat.Vecs;
        if (start.StartsWith(PackedFile.Magic) || start.StartsWith(IdxHeader.MagicStart))
            return FileFormat.Idx;
        if (Ends(".npz"))
            return FileFormat.Npz;
        if (start.StartsWith("PAR1"u8) || Ends(".parquet"))
            return FileFormat.Parquet;
        if (SafetensorsFile.IsStart(start) || Ends(".safetensors"))
            return FileFormat.Safetensors;
        if (PlyFile.IsStart(start) || Ends(".ply"))
            return FileFormat.Ply;
        if (TextVectors.Reads(path))
            return FileFormat.Text;
        if (ArrowTable.IsStream(start))
            return FileFormat.Arrow;
        if (FaissFile.IsStart(start))
            return FileFormat.Faiss;
        if (Ends(".npy"))
            return FileFormat.Npy;
        return Path.GetFileName(path).Contains("idx", StringComparison.OrdinalIgnoreCase) ? FileFormat.Idx : FileFormat.Unknown;
    }

    /// <summary>Whether files of a format hold several arrays or columns, one of which can be named.</summary>
    public static bool HasNames(FileFormat format) =>
        format is FileFormat.Npz or FileFormat.Safetensors or FileFormat.Hdf5 or FileFormat.Parquet or FileFormat.Arrow;
}
