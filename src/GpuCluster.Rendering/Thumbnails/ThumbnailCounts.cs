namespace GpuCluster.Rendering.Thumbnails;

/// <summary>The progress of loading pictures.</summary>
/// <param name="Ready">Samples whose own picture has been read at least once.</param>
/// <param name="Missing">Samples whose file was not there.</param>
/// <param name="Damaged">Samples whose file could not be decoded.</param>
/// <param name="Resident">Tiles that lie in the device's memory now.</param>
/// <param name="Awaited">Pictures that the last frame needed and that are not loaded yet.</param>
public readonly record struct ThumbnailCounts(int Ready, int Missing, int Damaged, int Resident, int Awaited);
