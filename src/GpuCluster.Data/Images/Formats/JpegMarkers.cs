namespace GpuCluster.Data.Images.Formats;

/// <summary>The markers of a JPEG. Decoders show a progressive one from the scans that are there, however few.</summary>
internal static class JpegMarkers
{
    private const int Prefix = 0xFF;
    private const int FirstRestart = 0xD0;
    private const int StartOfImage = 0xD8;
    private const int EndOfImage = 0xD9;
    private const int StartOfScan = 0xDA;
    private const int ProgressiveFrame = 0xC2;
    private const int Temporary = 0x01;

    /// <summary>Whether a progressive JPEG ends before the marker of its end. False for any other file.</summary>
    /// <param name="stream">At its beginning; buffered.</param>
    public static bool EndsEarly(Stream stream)
    {
        bool isProgressive = false;
        while (NextMarker(stream) is >= 0 and int marker)
        {
            switch (marker)
            {
                case EndOfImage:
                    return false;
                case >= FirstRestart and <= StartOfImage or Temporary:
                    continue;
                case >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC):
                    isProgressive = marker == ProgressiveFrame;
                    break;
                case StartOfScan when !isProgressive:
                    return false;
            }

            int length = (stream.ReadByte() << 8) | stream.ReadByte();
            if (length < 2)
                return isProgressive;
            stream.Seek(length - 2, SeekOrigin.Current);
        }

        return isProgressive;
    }

    // The marker after the next prefix; data between markers is skipped, in which a prefix is followed by zero. -1 at the end.
    private static int NextMarker(Stream stream)
    {
        int value = stream.ReadByte();
        while (value >= 0)
        {
            if (value != Prefix)
            {
                value = stream.ReadByte();
                continue;
            }

            value = stream.ReadByte();
            if (value is > 0 and not Prefix)
                return value;
        }

        return -1;
    }
}
