using System.Numerics;

namespace GpuCluster.Scene.Cameras;

/// <summary>
/// Where the camera's axis meets the picture. It follows the middle of the free area smoothly as panels open and close; it takes the first
/// one at once.
/// </summary>
internal sealed class PrincipalPoint
{
    /// <summary>Closer than this to its target it has arrived: a fifth of a pixel in a window of 2,000 pixels.</summary>
    private const float Near = 2e-4f;

    private bool _isPlaced;

    /// <summary>Clip coordinates: x to the right and y down, -1 to 1.</summary>
    public Vector2 Place { get; private set; }

    /// <summary>Moves towards a target; true until it arrives.</summary>
    /// <param name="target">Clip coordinates.</param>
    /// <param name="share">The share of the remaining distance: 0 to 1.</param>
    public bool Approach(Vector2 target, float share)
    {
        Vector2 way = target - Place;
        bool isThere = !_isPlaced || way.Length() < Near;
        Place = isThere ? target : Place + (way * share);
        _isPlaced = true;
        return !isThere;
    }
}
