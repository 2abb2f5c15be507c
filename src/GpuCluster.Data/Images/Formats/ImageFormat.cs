namespace GpuCluster.Data.Images.Formats;

/// <summary>Formats of images as far as they are decoded in different ways.</summary>
internal enum ImageFormat
{
    /// <summary>No image that is known by its first bytes.</summary>
    None,

    /// <summary>PNG, JPEG, GIF, WebP, BMP, PSD: Skia or StbImageSharp.</summary>
    Common,

    /// <summary>ICO: Skia.</summary>
    Icon,

    Tiff,
    Heic,
    Avif,
    Jpeg2000,

    /// <summary>JPEG 2000 without a container.</summary>
    Jpeg2000Stream,
    CameraRaw,

    /// <summary>PSD that StbImageSharp does not decode.</summary>
    DeepPsd,
}
