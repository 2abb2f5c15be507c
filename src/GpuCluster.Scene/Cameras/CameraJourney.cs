namespace GpuCluster.Scene.Cameras;

/// <summary>A camera motion that is planned before it begins: a flight to a place, or a recorded path that plays. Frame thread.</summary>
internal sealed class CameraJourney
{
    private CameraFlight? _flight;
    private CameraPath? _path;
    private double _since;

    /// <summary>True until the end is reached.</summary>
    public bool IsUnderWay => _flight is not null || _path is not null;

    /// <summary>Begins a flight.</summary>
    public void Begin(CameraFlight flight) => (_flight, _path, _since) = (flight, null, 0);

    /// <summary>Begins to play a path.</summary>
    public void Begin(CameraPath path) => (_flight, _path, _since) = (null, path, 0);

    /// <summary>Stops it at its present place; true if one was running.</summary>
    public bool End()
    {
        bool wasUnderWay = IsUnderWay;
        (_flight, _path) = (null, null);
        return wasUnderWay;
    }

    /// <summary>Moves on by some seconds.</summary>
    /// <returns>The camera; null if no motion is running.</returns>
    public Camera? MoveOn(float seconds)
    {
        _since += seconds;
        if (_path is { } path)
        {
            if (_since >= path.Duration)
                _path = null;
            return path.At(_since);
        }

        if (_flight is not { } flight)
            return null;
        if (_since >= flight.Seconds)
            _flight = null;
        return flight.At((float)_since);
    }
}
