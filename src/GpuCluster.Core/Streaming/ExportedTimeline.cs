using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Core.Streaming;

/// <summary>A timeline semaphore of the interface that draws, which another interface of the same device can import.</summary>
/// <param name="open">Makes a new handle of the operating system, which the caller owns.</param>
public sealed class ExportedTimeline(Func<SafeFileHandle> open)
{
    /// <summary>
    /// A new handle: a file descriptor on Linux, an NT handle on Windows. The caller closes it, unless an import takes it over.
    /// </summary>
    /// <exception cref="Errors.MachineFaultException">The driver refuses.</exception>
    public SafeFileHandle Open() => open();
}
