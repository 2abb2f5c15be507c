using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Steering;

namespace GpuCluster.Scene.Control;

/// <summary>What the mouse does in the picture: looks around, pans, zooms, clicks, selects areas, drags points. Frame thread.</summary>
/// <remarks>
/// How it works. A press becomes a drag when the cursor has moved <see cref="ClickReach"/>; otherwise it is a click. Only the renderer
/// knows the point under the cursor: <see cref="WantsPickAt"/> requests it, <see cref="Picked"/> receives it, for hovering and for clicks.
/// Outlines and drags refer to the camera of the newest frame.
/// </remarks>
public sealed class MouseControl
{
    /// <summary>Pixels that the cursor may move during a click.</summary>
    public const float ClickReach = 4;

    /// <summary>From one click to the next of a double click, at most.</summary>
    private static readonly TimeSpan DoubleClickTime = TimeSpan.FromMilliseconds(400);

    /// <summary>Pixels between corners of a lasso: finer than a hand moves.</summary>
    private const float LassoStep = 2;

    private const int MaxCorners = 10_000;

    private readonly CloudPositions _cloud;
    private readonly CameraRig _cameras;
    private readonly SelectionModel _selection;
    private readonly SteeringModel _steering;
    private readonly Action<SceneRequest> _ask;
    private readonly Func<float> _pictureEdge;
    private readonly TimeProvider _time;
    private readonly CursorPlace _place;
    private readonly List<Vector2> _lasso = [];
    private SceneFrame? _frame;
    private Vector2 _picture;
    private Vector2? _cursor;
    private Vector2? _start;
    private Gesture _gesture;
    private KeyModifiers _pressedWith;
    private (Vector2 At, KeyModifiers Modifiers, bool IsSecond)? _click;
    private (long Time, Vector2 At)? _lastClick;
    private float _panDepth;
    private PointDrag? _drag;
    private SceneRequest.Move? _dragged;
    private bool _hasDragged;
    private bool _isPickStale = true;

    /// <param name="cloud">Where the points are.</param>
    /// <param name="cameras">The camera, turned by dragging.</param>
    /// <param name="selection">Changed by clicks and outlines.</param>
    /// <param name="steering">Decides whether points can be dragged.</param>
    /// <param name="ask">Receives the new positions of dragged points.</param>
    /// <param name="pictureEdge">Edge of a picture in the world; 0 where none are shown.</param>
    /// <param name="time">The clock that detects double clicks.</param>
    public MouseControl(
        CloudPositions cloud,
        CameraRig cameras,
        SelectionModel selection,
        SteeringModel steering,
        Action<SceneRequest> ask,
        Func<float> pictureEdge,
        TimeProvider time
    )
    {
        (_cloud, _cameras, _selection, _steering, _ask) = (cloud, cameras, selection, steering, ask);
        (_pictureEdge, _time) = (pictureEdge, time);
        _place = new CursorPlace(cloud, cameras, selection);
    }

    /// <summary>Changes whenever <see cref="Outline"/> or <see cref="IsLassoArmed"/> does.</summary>
    public long Version { get; private set; }

    /// <summary>The cursor's position in pixels from the top left, or null if unknown.</summary>
    public Vector2? Cursor => _cursor;

    /// <summary>The line that is being drawn, or null.</summary>
    public SelectionOutline? Outline =>
        _gesture switch
        {
            Gesture.Lasso => new SelectionOutline([.. _lasso], IsLasso: true),
            Gesture.Rectangle when (_start, _cursor) is ({ } from, { } to) => new SelectionOutline(
                [from, new Vector2(to.X, from.Y), to, new Vector2(from.X, to.Y)],
                IsLasso: false
            ),
            _ => null,
        };

    /// <summary>Whether the next drag is a lasso.</summary>
    public bool IsLassoArmed { get; private set; }

    /// <summary>Whether a click waits for <see cref="Picked"/>.</summary>
    public bool HasClick => _click is not null;

    /// <summary>
    /// The pixel at which the program should find a point in the newest picture and call <see cref="Picked"/>; null if there is nothing to
    /// find. A click takes precedence over hovering; hovering is repeated whenever the cursor or the picture changed.
    /// </summary>
    public Vector2? WantsPickAt
    {
        get
        {
            if (_frame is null)
                return null;
            if (_click is { } click)
                return click.At;
            return _isPickStale && _gesture is Gesture.None or Gesture.Undecided && _cursor is { } cursor && IsInPicture(cursor)
                ? cursor
                : null;
        }
    }

    /// <summary>Receives the point whose disc or picture is at a pixel.</summary>
    /// <param name="point">Null: none.</param>
    /// <param name="pixel">As <see cref="WantsPickAt"/> had it.</param>
    public void Picked(int? point, Vector2 pixel)
    {
        if (_click is { } click && click.At == pixel)
        {
            _click = null;
            if (click is { IsSecond: true, Modifiers: KeyModifiers.None } && point is { } target && _selection.Contains(target))
                FlyTo(target);
            else
                Click(point, click.Modifiers);
        }

        if (_cursor == pixel)
        {
            _selection.Hovered = point;
            _isPickStale = false;
        }
    }

    /// <summary>Handles a mouse button.</summary>
    public void HandleButton(MouseButton button, bool isDown, KeyModifiers modifiers)
    {
        if (button == MouseButton.Right && _gesture is Gesture.None or Gesture.Pan)
        {
            Pan(isDown);
            return;
        }

        if (button != MouseButton.Left || _gesture == Gesture.Pan)
            return;
        if (isDown)
            (_gesture, _start, _pressedWith) = (Gesture.Undecided, _cursor, modifiers);
        else
            Release();
    }

    /// <summary>Handles a cursor movement.</summary>
    /// <param name="cursor">Pixels; without bounds while looking around.</param>
    public void MoveTo(Vector2 cursor)
    {
        if (_gesture == Gesture.Look)
        {
            _cameras.MoveCursor(cursor, (int)_picture.Y);
            return;
        }

        if (cursor == _cursor)
            return;
        if (_gesture == Gesture.Pan && _cursor is { } from)
            _cameras.Pan(WayOf(from - cursor));
        _cursor = cursor;
        _isPickStale = true;
        if (!IsInPicture(cursor))
            _selection.Hovered = null;
        _start ??= cursor;
        if (_gesture == Gesture.Undecided && Vector2.Distance(_start.Value, cursor) > ClickReach)
            Decide(_start.Value);
        switch (_gesture)
        {
            case Gesture.Rectangle:
                Version++;
                break;
            case Gesture.Lasso when _lasso.Count < MaxCorners && Vector2.Distance(_lasso[^1], cursor) >= LassoStep:
                _lasso.Add(cursor);
                Version++;
                break;
            case Gesture.DragPoints:
                _hasDragged = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Handles the wheel: the place under the cursor comes nearer; with Ctrl the flight speed changes.</summary>
    /// <param name="steps">Away from the user positive: nearer, or faster.</param>
    /// <param name="modifiers">The keys that are held.</param>
    public void HandleWheel(float steps, KeyModifiers modifiers)
    {
        if (modifiers.HasFlag(KeyModifiers.Control))
            _cameras.ChangeSpeed(steps);
        else if (_frame is { } frame && _cursor is { } cursor && IsInPicture(cursor))
            _cameras.Zoom(steps, _place.ToZoom(frame, _picture, cursor));
        else
            _cameras.Zoom(steps);
    }

    /// <summary>The cursor is elsewhere, over a panel for example: nothing is hovered.</summary>
    public void Leave()
    {
        if (_gesture is not (Gesture.None or Gesture.Undecided))
            return;
        _cursor = null;
        _selection.Hovered = null;
    }

    /// <summary>Makes the next drag a lasso, or cancels that.</summary>
    public void ToggleLasso()
    {
        IsLassoArmed = !IsLassoArmed;
        Version++;
    }

    /// <summary>Cancels the mouse's current action; true if there was one.</summary>
    public bool Cancel()
    {
        // Points stay where they were dragged so far, and can go back.
        EndDrag();
        bool isDrawing = IsLassoArmed || _gesture is Gesture.Rectangle or Gesture.Lasso or Gesture.DragPoints;
        if (_gesture == Gesture.Look)
            Look(false);
        (_gesture, _start, _click, _drag, IsLassoArmed) = (Gesture.None, null, null, null, false);
        Version++;
        return isDrawing;
    }

    /// <summary>Before each frame: requests the positions of dragged points, once per frame however often the cursor moved.</summary>
    public void Advance()
    {
        if (!_hasDragged || _drag is not { } drag || _cursor is not { } cursor)
            return;
        _hasDragged = false;
        _dragged = drag.To(cursor);
        _ask(_dragged);
    }

    /// <summary>Stores the newest frame.</summary>
    /// <param name="frame">With its camera.</param>
    /// <param name="width">Of the picture in pixels.</param>
    /// <param name="height">Of the picture in pixels.</param>
    public void FrameMade(SceneFrame frame, int width, int height)
    {
        _frame = frame;
        _picture = new Vector2(width, height);
        _isPickStale = true;
    }

    private bool IsInPicture(Vector2 place) => place.X >= 0 && place.Y >= 0 && place.X < _picture.X && place.Y < _picture.Y;

    private void Look(bool isLooking)
    {
        _gesture = isLooking ? Gesture.Look : Gesture.None;
        _cameras.Look(isLooking);
        _isPickStale = true;
    }

    private void Pan(bool begins)
    {
        _gesture = begins ? Gesture.Pan : Gesture.None;
        _panDepth = _frame is { } frame ? _place.Depth(frame) : 0;
        if (begins)
            _cameras.Interrupt();
        _selection.Hovered = null;
        _isPickStale = true;
    }

    /// <summary>Pixels in the plane of what is panned, as a way in the world.</summary>
    private Vector3 WayOf(Vector2 pixels)
    {
        Camera camera = _cameras.Camera;
        float unit = 2 * _panDepth * MathF.Tan(camera.VerticalFov / 2) / Math.Max(1, _picture.Y);
        return unit * ((pixels.X * camera.Right) - (pixels.Y * camera.Up));
    }

    private void FlyTo(int point)
    {
        Vector3 place = default;
        _cloud.Read(positions => place = positions[point].AsVector3());
        if (CloudBounds.Counts(place))
            _cameras.FlyToPoint(place, _pictureEdge());
    }

    private void Decide(Vector2 start)
    {
        bool isControl = _pressedWith.HasFlag(KeyModifiers.Control);
        if (IsLassoArmed || (isControl && _pressedWith.HasFlag(KeyModifiers.Shift)))
        {
            _gesture = Gesture.Lasso;
            _lasso.Clear();
            _lasso.Add(start);
        }
        else if (isControl)
        {
            _gesture = Gesture.Rectangle;
        }
        else if (
            _pressedWith.HasFlag(KeyModifiers.Alt)
            && _steering.Options is not null
            && _frame is { } frame
            && _selection.Hovered is { } grabbed
            && _selection.Contains(grabbed)
        )
        {
            _gesture = Gesture.DragPoints;
            _drag = PointDrag.Begin(grabbed, _selection.Selected.ToArray(), _cloud, frame, _picture, start);
        }
        else
        {
            Look(true);
        }

        _selection.Hovered = null;
    }

    private void Release()
    {
        Gesture gesture = _gesture;
        SelectionOutline? outline = Outline;
        Look(false);
        switch (gesture)
        {
            // Ignores the release if the cursor position is unknown.
            case Gesture.Undecided when _cursor is { } at:
                bool isSecond =
                    _lastClick is { } last
                    && _time.GetElapsedTime(last.Time) <= DoubleClickTime
                    && Vector2.Distance(last.At, at) <= ClickReach;
                _click = (at, _pressedWith, isSecond);

                // A third click begins another pair.
                _lastClick = isSecond ? null : (_time.GetTimestamp(), at);
                break;
            case Gesture.Rectangle or Gesture.Lasso when outline is not null:
                Select(outline);
                break;
            case Gesture.DragPoints:
                Advance();
                EndDrag();
                break;
            default:
                break;
        }

        _start = null;
    }

    private void EndDrag()
    {
        if (_drag is { } drag && _dragged is { } dragged)
            _steering.NoteMoved(drag.Back, dragged);
        (_drag, _dragged) = (null, null);
    }

    private void Click(int? point, KeyModifiers modifiers)
    {
        bool isAdding = (modifiers & (KeyModifiers.Shift | KeyModifiers.Control)) != KeyModifiers.None;
        if (point is { } at)
            _selection.Select(at, isAdding ? SelectionChange.Toggle : SelectionChange.Replace);
        else if (!isAdding)
            _selection.Clear();
    }

    private void Select(SelectionOutline outline)
    {
        bool isAdding = _pressedWith.HasFlag(KeyModifiers.Alt) || (IsLassoArmed && _pressedWith.HasFlag(KeyModifiers.Shift));
        IsLassoArmed &= !outline.IsLasso;
        Version++;
        if (_frame is not { } frame)
            return;
        ScreenRegion region = ScreenRegion.Lasso([.. outline.Corners]);
        PointSet selectable = _selection.State.Selectable;
        PointSet? found = null;
        _cloud.Read(positions => found = region.Find(positions, frame, (int)_picture.X, (int)_picture.Y, selectable));
        _selection.Select(found!, isAdding ? SelectionChange.Add : SelectionChange.Replace);
    }

    private enum Gesture
    {
        None,

        /// <summary>The left button is down and the cursor has not moved yet.</summary>
        Undecided,
        Look,

        /// <summary>The right button is down: the camera moves sideways.</summary>
        Pan,
        Rectangle,
        Lasso,
        DragPoints,
    }
}
