namespace GpuCluster.Compute.Host.Copies;

/// <summary>Reads one channel of a view between its pixels.</summary>
/// <param name="view">The view.</param>
/// <param name="values">Its values, pixel by pixel.</param>
/// <param name="channels">Values of a pixel.</param>
/// <param name="channel">Which of them.</param>
/// <param name="ground">What lies around the view; null where nothing does.</param>
internal readonly ref struct ViewSampler(PictureView view, ReadOnlySpan<byte> values, int channels, int channel, byte? ground)
{
    private readonly PictureView _view = view;
    private readonly ReadOnlySpan<byte> _values = values;
    private readonly int _channels = channels;
    private readonly int _channel = channel;
    private readonly byte? _ground = ground;

    /// <summary>The brightness.</summary>
    public static ViewSampler OfLuma(PictureView view) =>
        new(view, view.Luma, 1, 0, view.Ground is { } ground ? PictureView.LumaOf([ground.Red, ground.Green, ground.Blue]) : null);

    /// <summary>A colour: 0 red, 1 green, 2 blue.</summary>
    public static ViewSampler OfColour(PictureView view, int channel) =>
        new(
            view,
            view.Rgb,
            3,
            channel,
            view.Ground is { } ground
                ? channel switch
                {
                    0 => ground.Red,
                    1 => ground.Green,
                    _ => ground.Blue,
                }
                : null
        );

    /// <summary>The value at a place with its slopes, bilinear.</summary>
    /// <param name="u">Pixels across; 0 is the middle of the first.</param>
    /// <param name="v">Pixels down.</param>
    /// <param name="value">0 to 255.</param>
    /// <param name="across">The slope across, by a pixel.</param>
    /// <param name="down">The slope down.</param>
    /// <returns>False where the place is outside of the picture.</returns>
    public bool TryRead(double u, double v, out double value, out double across, out double down)
    {
        int edge = _view.Edge;
        (value, across, down) = (0, 0, 0);
        if (u < -0.5 || v < -0.5 || u > edge - 0.5 || v > edge - 0.5)
        {
            if (_ground is not { } ground || !IsInFrame(u, v))
                return false;
            value = ground;
            return true;
        }

        u = Math.Clamp(u, 0, edge - 1.001);
        v = Math.Clamp(v, 0, edge - 1.001);
        int x = (int)u,
            y = (int)v;
        double right = u - x,
            low = v - y;
        int at = (((y * edge) + x) * _channels) + _channel,
            next = edge * _channels;
        double a = _values[at],
            b = _values[at + _channels],
            c = _values[at + next],
            d = _values[at + next + _channels];
        across = ((b - a) * (1 - low)) + ((d - c) * low);
        down = ((c - a) * (1 - right)) + ((d - b) * right);
        value = a + ((b - a) * right) + ((((c - a) * (1 - right)) + ((d - b) * right)) * low);
        return true;
    }

    private bool IsInFrame(double u, double v)
    {
        double x = _view.Window.Left + ((u + 0.5) / _view.Edge * _view.Window.Width),
            y = _view.Window.Top + ((v + 0.5) / _view.Edge * _view.Window.Height);
        return x is >= 0 and <= 1 && y is >= 0 and <= 1;
    }
}
