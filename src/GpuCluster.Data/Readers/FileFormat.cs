namespace GpuCluster.Data.Readers;

/// <summary>The formats of files that are recognised by their content or extension.</summary>
internal enum FileFormat
{
    Unknown,
    Idx,
    Npy,
    Npz,
    Parquet,
    Arrow,
    Safetensors,
    Hdf5,
    Vecs,
    Faiss,
    Ply,
    Text,
}
