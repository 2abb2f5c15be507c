namespace GpuCluster.Panels.Widgets;

/// <summary>The kind of a pointer event.</summary>
internal enum PointerKind
{
    /// <summary>Moved over the widget with no button held.</summary>
    Move,

    /// <summary>The left button went down over the widget, which receives all events until it comes up.</summary>
    Press,

    /// <summary>Moved with the button held, anywhere.</summary>
    Drag,

    /// <summary>The button came up, anywhere.</summary>
    Release,

    /// <summary>The wheel turned over the widget.</summary>
    Wheel,

    /// <summary>The cursor left the widget.</summary>
    Leave,
}
