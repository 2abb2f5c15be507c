using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>A decompressor of TurboJPEG. One thread at a time.</summary>
internal sealed class TurboHandle : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly Action<nint> _close;

    /// <param name="handle">The decompressor; 0 if there is none.</param>
    /// <param name="close">Frees it.</param>
    public TurboHandle(nint handle, Action<nint> close)
        : base(ownsHandle: true)
    {
        _close = close;
        SetHandle(handle);
    }

    protected override bool ReleaseHandle()
    {
        _close(handle);
        return true;
    }
}
