namespace GpuCluster.Core.Embeddings;

/// <summary>Memory whose values are those of a file, so that the system can read them again.</summary>
public interface IMappedMemory
{
    /// <summary>Gives up what of it is in the process's memory now. The next read brings back what it needs.</summary>
    void LetGo();
}
