namespace GpuCluster.Rendering.Pictures;

/// <summary>How far the pictures have come.</summary>
/// <param name="Ready">Samples whose own picture has been read at least once.</param>
/// <param name="Missing">Samples whose file was not there.</param>
/// <param name="Damaged">Samples whose file could not be decoded.</param>
/// <param name="Resident">Tiles that lie in the device's memory now.</param>
/// <param name="Awaited">Pictures that the last frame wanted and that are not there yet.</param>
public readonly record struct PictureCounts(int Ready, int Missing, int Damaged, int Resident, int Awaited);
