using System.Runtime.InteropServices;

namespace GpuCluster.Data.Images.Jpeg;

/// <summary>
/// libjpeg-turbo by its TurboJPEG API (turbojpeg.h; the calls are in versions 2 and 3), where it is installed. It gives the bits that Skia
/// gives, in less than half the time: the libjpeg inside SkiaSharp has no SIMD code for x86. What it warns of is left to Skia, which words
/// the fault. Any thread.
/// </summary>
internal sealed unsafe class TurboLibrary
{
    private const int PixelsRgba = 7;
    private const int StopOnWarning = 8192;

    private readonly delegate* unmanaged[Cdecl]<nint> _open;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _close;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _readHeader;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decode;

    private TurboLibrary(nint library)
    {
        _open = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        _close = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        _readHeader = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)
            NativeLibrary.GetExport(library, "tjDecompressHeader3");
        _decode = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)
            NativeLibrary.GetExport(library, "tjDecompress2");
    }

    /// <summary>The library; null where it is not installed.</summary>
    public static TurboLibrary? Installed { get; } = Load();

    private static string Name =>
        OperatingSystem.IsWindows() ? "turbojpeg.dll"
        : OperatingSystem.IsMacOS() ? "libturbojpeg.0.dylib"
        : "libturbojpeg.so.0";

    /// <summary>Decodes the pixels.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="width">The width at full scale or at one of its eighths, rounded up.</param>
    /// <param name="height">The height at the same scale.</param>
    /// <param name="rgba">Receives height x width x 4 bytes, as they are stored.</param>
    /// <returns>False if the file is not whole or not ordinary; some bytes may then be written.</returns>
    public bool TryDecode(ReadOnlySpan<byte> file, JpegHeader header, int width, int height, Span<byte> rgba)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(rgba.Length, width * height * 4, nameof(rgba));
        using TurboHandle handle = new(_open(), each => _ = _close(each));
        if (handle.IsInvalid)
            return false;
        nint decoder = handle.DangerousGetHandle();
        CULong length = new((nuint)file.Length);
        fixed (byte* bytes = file)
        fixed (byte* pixels = rgba)
        {
            return IsOrdinary(decoder, bytes, length, header)
                && _decode(decoder, bytes, length, pixels, width, width * 4, height, PixelsRgba, StopOnWarning) == 0;
        }
    }

    // What libjpeg takes for grey or YCbCr, with colours at full size, half the width or half of both sides.
    private bool IsOrdinary(nint decoder, byte* bytes, CULong length, JpegHeader header)
    {
        int width,
            height,
            sampling,
            colours;
        return _readHeader(decoder, bytes, length, &width, &height, &sampling, &colours) == 0
            && (width, height) == (header.Width, header.Height)
            && (Sampling)sampling is Sampling.Full or Sampling.HalfWidth or Sampling.HalfBoth or Sampling.Grey
            && (Colours)colours is Colours.YCbCr or Colours.Grey;
    }

    private static TurboLibrary? Load()
    {
        // Not from the working directory, which may hold a user's files.
        if (!NativeLibrary.TryLoad(Name, typeof(TurboLibrary).Assembly, DllImportSearchPath.SafeDirectories, out nint library))
            return null;
        try
        {
            return new TurboLibrary(library);
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    // TJSAMP.
    private enum Sampling
    {
        Full = 0,
        HalfWidth = 1,
        HalfBoth = 2,
        Grey = 3,
    }

    // TJCS.
    private enum Colours
    {
        YCbCr = 1,
        Grey = 2,
    }
}
