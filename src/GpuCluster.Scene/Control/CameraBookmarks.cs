using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Control;

/// <summary>The camera bookmarks of the keys 1 to 9.</summary>
internal sealed class CameraBookmarks
{
    private readonly Camera?[] _places = new Camera?[CameraRig.BookmarkCount];

    /// <summary>The first at 0; null where none is set.</summary>
    public IReadOnlyList<Camera?> All => _places;

    /// <summary>A place; null where none is set.</summary>
    /// <param name="number">1 to 9.</param>
    public Camera? this[int number]
    {
        get => _places[IndexOf(number)];
        set => _places[IndexOf(number)] = value;
    }

    /// <summary>Replaces the bookmarks.</summary>
    /// <param name="places">Nine, or fewer if the last are not set.</param>
    public void Restore(IReadOnlyList<Camera?> places)
    {
        Array.Clear(_places);
        for (int i = 0; i < places.Count; i++)
            _places[i] = places[i];
    }

    private static int IndexOf(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(number, Math.Clamp(number, 1, CameraRig.BookmarkCount));
        return number - 1;
    }
}
