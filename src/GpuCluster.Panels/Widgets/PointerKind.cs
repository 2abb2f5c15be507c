namespace GpuCluster.Panels.Widgets;

/// <summary>What the cursor did.</summary>
internal enum PointerKind
{
    /// <summary>Moved over the widget with no button held.</summary>
    Move,

    /// <summary>The left button went down over the widget, which hears all until it comes up.</summary>
    Press,

    /// <summary>Moved with the button held, anywhere.</summary>
    Drag,

    /// <summary>The button came up, anywhere.</summary>
    Release,

    /// <summary>The wheel turned over the widget.</summary>
    Wheel,

    /// <summary>The cursor is elsewhere now.</summary>
    Leave,
}
