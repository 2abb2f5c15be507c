using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>Large arrays for file contents: refused with a remedy if the machine has too little memory.</summary>
internal static class HostMemory
{
    /// <summary>Allocates without clearing; the caller writes every element.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="path">The file they come from, for the message.</param>
    public static T[] Allocate<T>(long length, string path)
        where T : unmanaged
    {
        if (length > Array.MaxLength)
        {
            throw new UnusableInputException(
                $"{path}: {length} values are more than one matrix holds ({Array.MaxLength}); save them as a .npy of "
                    + "float32, which is mapped and has no such limit, or take fewer samples"
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        long bytes = length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>();
        if (bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw TooLarge(path, bytes, null);
        try
        {
            return GC.AllocateUninitializedArray<T>((int)length);
        }
        catch (OutOfMemoryException e)
        {
            throw TooLarge(path, bytes, e);
        }
    }

    private static MachineFaultException TooLarge(string path, long bytes, Exception? cause) =>
        new($"{path}: needs {bytes / 1e9:F1} GB of memory, more than this machine has; take fewer samples", cause)
        {
            Remedies = [Remedy.FewerSamples],
        };
}
