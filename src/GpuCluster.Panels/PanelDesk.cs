using System.Numerics;
using GpuCluster.Panels.Blocks;
using GpuCluster.Panels.Contents;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Palette;
using GpuCluster.Panels.Status;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels;

/// <summary>
/// The panels over a scene: status, docks at both sides, the timeline below, the card beside the cursor, the help page. It receives input
/// before the scene and is drawn over it.
/// </summary>
/// <remarks>
/// How it works. Each panel is drawn into its own pixels, and again only when its content has changed, running figures at most four times a
/// second. The desk's picture is made by copying those pixels. So open panels cost a frame about as much as copying the area that they
/// cover. Frame thread.
/// </remarks>
public sealed class PanelDesk : IOverlay, IDisposable
{
    /// <summary>Width of a dock in text sizes.</summary>
    private const float DockWidth = 18.5f;

    /// <summary>The least free width in text sizes between two docks; one dock leaves at least half of it.</summary>
    private const float MinFree = 20;

    /// <summary>The opacity of a dock over the point of interest.</summary>
    private const float FaintOpacity = 0.3f;

    private readonly FontBook _fonts;
    private readonly TimeProvider _time;
    private readonly Action _wake;
    private readonly ShownStatus _shown;
    private readonly DeskInput _input;
    private readonly PanelBitmap _statusPicture = new();
    private readonly Dock _left = new();
    private readonly Dock _right = new();
    private readonly Dock _bottom = new() { StandsBelow = true };
    private readonly Dock _middle = new();
    private OverlayStatus _status = new();
    private SceneState _scene;
    private PanelThumbnails? _shelf;
    private SampleCard _hoverCard;
    private IReadOnlyList<Panel> _leftPanels = [];
    private IReadOnlyList<Panel> _rightPanels = [];
    private IReadOnlyList<Panel> _bottomPanels = [];
    private Panel[] _middlePanels = [];
    private PairView? _pair;
    private CommandPalette? _palette;
    private PanelStyle _style;
    private SKRect _statusArea;
    private CursorStamp _cursorStamp;
    private OverlayArea? _opaque;
    private bool _isShown = true;
    private bool _isStatusDocked;
    private ulong _version = 1;

    /// <summary>The panels of a scene.</summary>
    /// <param name="scene">The scene that they show and change; not owned.</param>
    /// <param name="wake">Called from another thread when a picture that a panel waits for has arrived; null if the frame loop never
    /// sleeps.</param>
    /// <param name="warn">Called once per character that no installed font covers; null to ignore.</param>
    /// <param name="fontFolders">Where to look for fonts for scripts that the program's own lacks; null: where the system keeps
    /// them.</param>
    /// <param name="time">The clock that limits how often figures are drawn; null: the system's.</param>
    /// <param name="words">The language; null: English.</param>
    public PanelDesk(
        SceneState scene,
        Action? wake = null,
        Action<string>? warn = null,
        IReadOnlyList<string>? fontFolders = null,
        TimeProvider? time = null,
        PanelWords? words = null
    )
    {
        _fonts = new FontBook(fontFolders ?? FontBook.SystemFolders(), warn ?? (static _ => { }), words);
        _time = time ?? TimeProvider.System;
        _wake = wake ?? (static () => { });
        _shown = new ShownStatus(_time);
        _input = new DeskInput([_left, _middle, _bottom, _right], _time);
        _scene = scene;
        _hoverCard = CreatePanels();
    }

    public ulong Version => _version;

    /// <inheritdoc/>
    public OverlayArea? Opaque => _opaque;

    /// <summary>Whether panels and status are shown. Messages, and the status while data is read, are shown in any case.</summary>
    public bool IsShown
    {
        get => _isShown;
        set
        {
            if (_isShown == value)
                return;
            _isShown = value;
            _input.LetGo();
            _version++;
        }
    }

    /// <summary>
    /// The area that panels, status and messages cover; empty while panels are hidden. The strip for messages is part of it while none is
    /// shown too, as the cloud would jump otherwise. The desk passes it to the scene.
    /// </summary>
    public FrameInsets Insets =>
        IsDeskShown
            ? new FrameInsets(
                InsetOf(_left, _left.Covered.Right),
                _isStatusDocked ? 0 : (int)MathF.Ceiling(_statusArea.Bottom),
                InsetOf(_right, _style.Width - _right.Covered.Left),
                InsetOf(_bottom, _style.Height - _bottom.Covered.Top) + MessageBlock.HeightOf(_style)
            )
            : default;

    private bool ShowsStatus => _isShown || _shown.Text.State == RunState.Loading;

    /// <summary>False while a panel waits for a picture that is still being read.</summary>
    public bool IsComplete => _shelf?.IsComplete ?? true;

    /// <summary>Pictures that panels have received so far.</summary>
    public long ArrivedPictures => _shelf?.Version ?? 0;

    /// <summary>The first images of the data, shown while it is read.</summary>
    public LoadingImages Loading { get; } = new();

    private bool IsDeskShown => _isShown && _shown.Text.State != RunState.Loading && _left.Area.Width + _right.Area.Width > 0;

    /// <summary>Shows another scene from now on, for example the cloud after it was loaded.</summary>
    public void Show(SceneState scene)
    {
        _scene = scene;
        Loading.Close();
        _hoverCard = CreatePanels();
        _version++;
    }

    /// <summary>Handles an event before the scene does.</summary>
    /// <returns>True if a panel used it; the scene must not receive it then.</returns>
    public bool Handle(in InputEvent input)
    {
        bool isPressed = input is { Kind: InputKind.Key, IsDown: true } && IsDeskShown;
        bool leaves = isPressed && SceneCommands.Leave.Has(input.Key);
        if (isPressed)
            _input.ForgetHidden();
        if (leaves && _palette is { IsShown: true })
        {
            ClosePalette();
            return true;
        }

        if (isPressed && _scene.Pair.IsShown && _input.Focused is null && UseForPair(input.Key))
            return true;
        if (leaves && _scene.Matrix.IsShown && _input.Focused is null)
        {
            _scene.Matrix.IsShown = false;
            return true;
        }

        if (leaves && _scene.Grid.IsShown && _input.Focused is null)
        {
            _scene.Grid.Close();
            return true;
        }

        bool wasOver = _input.IsOverPanel;
        bool isUsed = _input.Handle(input, IsDeskShown);
        if (_input.IsOverPanel && !wasOver)
            _scene.Mouse.Leave();
        return isUsed;
    }

    /// <summary>
    /// Sets the newest status, checks for other changes, and passes the covered area to the scene. Call it once a frame, before reading
    /// <see cref="Version"/>.
    /// </summary>
    /// <returns>True if the desk has to be drawn again.</returns>
    public bool Update(OverlayStatus status)
    {
        _status = status;
        if (!_scene.Pair.IsShown)
            _pair?.Release();
        bool isChanged = _shown.Update(status);
        isChanged |= Arrange(_scene.Width, _scene.Height, isChanged);
        _scene.Insets = Insets;
        GiveKeyboard();
        // A panel may have appeared under a resting cursor.
        if (_input.FindPanel(IsDeskShown))
            _scene.Mouse.Leave();
        CursorStamp cursor = CursorStamp.Of(_scene, _input.Cursor, _shelf?.Version ?? 0);
        isChanged |= cursor != _cursorStamp;
        _cursorStamp = cursor;
        isChanged |= _input.TakeChange();
        if (_shown.Text.State == RunState.Loading)
            isChanged |= Loading.TakeChange();
        if (isChanged)
            _version++;
        return isChanged;
    }

    public unsafe void Draw(int width, int height, Span<byte> rgba)
    {
        if (width <= 0 || height <= 0)
            return;
        ArgumentOutOfRangeException.ThrowIfLessThan(rgba.Length, checked(width * height * 4), nameof(rgba));

        // The picture's size may differ from the window's present size.
        Arrange(width, height, isStatusChanged: false);
        Span<byte> pixels = rgba[..(width * height * 4)];
        pixels.Clear();
        _opaque = null;
        if (IsDeskShown)
        {
            foreach (Dock dock in (ReadOnlySpan<Dock>)[_left, _middle, _right, _bottom])
                dock.CopyTo(pixels, width);
            if (_middle.OpaqueArea(_style) is { } sheet)
                _opaque = new OverlayArea(sheet.Left, sheet.Top, sheet.Width, sheet.Height);
        }

        if (ShowsStatus)
            _statusPicture.CopyTo(pixels, width, 0, 0, 0, height);
        fixed (byte* first = pixels)
        {
            SKImageInfo info = new(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
            using SKSurface surface = SKSurface.Create(info, (nint)first, info.RowBytes);
            using Pen pen = new(surface.Canvas, _fonts, _style);
            PaintAbove(pen);
        }
    }

    /// <summary>Shows the panels and gives the keyboard to the line for search and filter.</summary>
    public void Search()
    {
        IsShown = true;
        if (_leftPanels.Concat(_rightPanels).FirstOrDefault(panel => panel.Entry is not null) is not { Entry: { } entry } panel)
            return;
        panel.Root.IsFolded = false;
        panel.Touch();
        _input.Focus((panel, entry));
        _version++;
    }

    /// <summary>Shows the panels and the list of all commands, and gives the keyboard to its line; closes the list if it is open.</summary>
    public void FindCommand()
    {
        if (_palette is not { } palette)
            return;
        if (palette.IsShown && _isShown)
        {
            ClosePalette();
            return;
        }

        IsShown = true;
        palette.Open();
        _input.Focus((palette.Panel, palette.Panel.Entry!));
        _version++;
    }

    /// <summary>Opens every section of every panel.</summary>
    internal void UnfoldAll()
    {
        foreach (Panel panel in _leftPanels.Concat(_rightPanels).Concat(_bottomPanels).Concat(_middlePanels))
        {
            Unfold(panel.Root);
            panel.Touch();
        }
    }

    public void Dispose()
    {
        Loading.Close();
        _shelf?.Dispose();
        _pair?.Dispose();
        _fonts.Dispose();
    }

    private static void Unfold(Widget widget)
    {
        if (widget is Section section)
            section.IsFolded = false;
        foreach (Widget child in widget.Children)
            Unfold(child);
    }

    private static int InsetOf(Dock dock, int inset) => dock.Covered.IsEmpty ? 0 : Math.Max(0, inset);

    // The keys of a view that has no focus of its own: it would take them from the scene after a click on it.
    private bool UseForPair(Key key)
    {
        if (SceneCommands.Leave.Has(key))
            _scene.Pair.Close();
        else if (SceneCommands.StepPair.Matches(key, _input.Modifiers))
            _scene.Pair.Step(SceneCommands.StepPair.Chords[0].Key == key ? -1 : 1);
        else
            return false;
        return true;
    }

    private SampleCard CreatePanels()
    {
        _shelf?.Dispose();
        _pair?.Dispose();
        _shelf = _scene.Facts.Thumbnails is { Edges.Count: > 0 } thumbnails ? new PanelThumbnails(thumbnails, _wake) : null;
        SceneState scene = _scene;
        DeskParts parts = new(scene, _shelf, () => _status);
        _leftPanels =
        [
            FilterPanel.Make(parts),
            SelectionPanel.Make(parts),
            MarksPanel.Make(parts),
            SimilarityPanel.Make(parts),
            SteeringPanel.Make(parts),
            TsneSteeringPanel.Make(parts),
        ];
        _rightPanels = [ColourPanel.Make(parts), PointsPanel.Make(parts), CameraPanel.Make(parts)];
        _bottomPanels = [TimelinePanel.Make(parts)];
        MatrixView matrix = new(
            scene.Matrix,
            scene.Facts,
            () => _middle.Area.Height - (4.5f * _style.Unit),
            (row, column) => MatrixPanel.Choose(parts, row, column)
        );
        _pair = new PairView(scene, () => _middle.Area.Height - (8.2f * _style.Unit));
        _palette = new CommandPalette(scene);
        _middlePanels =
        [
            _palette.Panel,
            MatrixPanel.Make(parts, matrix),
            PairPanel.Make(parts, _pair),
            GridPanel.Make(parts, () => _middle.Area.Height - (8.2f * _style.Unit)),
        ];
        _style = default;
        return new SampleCard(parts, () => scene.Selection.Hovered) { Edge = 5 };
    }

    /// <summary>Arranges everything; true if anything looks different.</summary>
    private bool Arrange(int width, int height, bool isStatusChanged)
    {
        if (width <= 0 || height <= 0)
            return false;
        StatusText text = _shown.Text;
        PanelStyle style = PanelStyle.For(width, height, text.Scale);
        bool isResized = style != _style;
        _style = style;
        if (isResized)
        {
            foreach (Panel panel in _leftPanels.Concat(_rightPanels).Concat(_bottomPanels).Concat(_middlePanels))
                panel.Touch();
        }

        int margin = (int)MathF.Round(0.88f * style.Margin);
        int dock = (int)(DockWidth * style.Unit);
        float free = MinFree * style.Unit;
        bool hasTwo = width >= (2 * (dock + margin)) + free;
        bool hasOne = width >= dock + margin + (free / 2) && height >= free;
        if (isResized)
        {
            _left.Fill(hasTwo ? _leftPanels : []);
            _right.Fill(
                hasTwo ? _rightPanels
                : hasOne ? [.. _leftPanels, .. _rightPanels]
                : []
            );
            _bottom.Fill(hasOne ? _bottomPanels : []);
            _middle.Fill(_middlePanels);
        }

        // With docks, the status is as wide as the left one, so that the area between the docks begins at the top.
        bool isDocked = hasTwo && _isShown && text.State != RunState.Loading;
        if (isResized || isStatusChanged || isDocked != _isStatusDocked)
            DrawStatus(style, hasTwo ? dock : 0, isDocked ? dock : float.PositiveInfinity);
        _isStatusDocked = isDocked;
        if (text.State == RunState.Loading)
            return isResized;

        int gap = (int)MathF.Ceiling(0.6f * style.Unit);
        int bottom = height - margin;
        int leftEnd = hasTwo ? margin + dock : 0;
        int rightBegin = hasOne || hasTwo ? width - margin - dock : width;
        bool isChanged = _left.Refresh(
            hasTwo ? new SKRectI(margin, (int)_statusArea.Bottom + gap, leftEnd, bottom) : SKRectI.Empty,
            _fonts,
            style,
            _time
        );
        isChanged |= _right.Refresh(
            hasOne || hasTwo ? new SKRectI(rightBegin, margin, width - margin, bottom) : SKRectI.Empty,
            _fonts,
            style,
            _time
        );
        isChanged |= _bottom.Refresh(
            hasOne ? new SKRectI(leftEnd + (hasTwo ? gap : margin), height / 2, rightBegin - gap, bottom) : SKRectI.Empty,
            _fonts,
            style,
            _time
        );
        int middleLeft = leftEnd + (hasTwo ? gap : margin);
        int middleTop = hasTwo ? margin : (int)_statusArea.Bottom + gap;
        int middleBottom = _bottom.Covered.IsEmpty ? bottom : _bottom.Covered.Top - gap;
        isChanged |= _middle.Refresh(
            new SKRectI(
                middleLeft,
                middleTop,
                Math.Max(middleLeft, rightBegin - (hasOne ? gap : margin)),
                Math.Max(middleTop, middleBottom)
            ),
            _fonts,
            style,
            _time
        );
        return isResized | isChanged | _input.RevealGrown() | Fade();
    }

    private void ClosePalette()
    {
        _palette?.Close();
        _input.Focus(null);
        _version++;
    }

    private void GiveKeyboard()
    {
        foreach (Panel panel in _leftPanels.Concat(_rightPanels))
        {
            if (panel.Claim() is { } widget && IsDeskShown && !_input.IsTyping)
                _input.Focus((panel, widget));
        }
    }

    private void DrawStatus(PanelStyle style, float min, float max)
    {
        // As large as text in panels, so that all lines up.
        PanelStyle small = style with
        {
            Unit = style.Small,
        };
        using SKSurface ruler = SKSurface.CreateNull(1, 1);
        using Pen measuring = new(ruler.Canvas, _fonts, small);
        _statusArea = StatusBlock.Draw(measuring, _shown.Text, min, max);
        _statusPicture.Draw(
            (int)_statusArea.Right + 1,
            (int)_statusArea.Bottom + 1,
            _fonts,
            small,
            pen => StatusBlock.Draw(pen, _shown.Text, min, max)
        );
    }

    /// <summary>A dock over the point of interest becomes faint, unless the cursor is on it.</summary>
    private bool Fade()
    {
        Vector2? focus = FocusPixel();
        bool isChanged = false;
        foreach (Dock dock in (ReadOnlySpan<Dock>)[_left, _right, _bottom])
        {
            bool isInTheWay =
                focus is { } pixel
                && dock.Covered.Contains((int)pixel.X, (int)pixel.Y)
                && !dock.Covered.Contains((int)_input.Cursor.X, (int)_input.Cursor.Y);
            float opacity = isInTheWay ? FaintOpacity : 1;
            isChanged |= !opacity.Equals(dock.Opacity);
            dock.Opacity = opacity;
        }

        return isChanged;
    }

    private Vector2? FocusPixel()
    {
        if (_scene.Selection.Focus is not { } focus || _scene.Cloud.Version == 0 || _scene.IsHidden)
            return null;
        Vector4 position = default;
        _scene.Cloud.Read(positions => position = positions[focus]);
        return _scene.Pixels.TryProject(position, out Vector2 pixel) ? pixel : null;
    }

    private void PaintAbove(Pen pen)
    {
        if (IsDeskShown)
        {
            _left.DrawScrollBar(pen);
            _right.DrawScrollBar(pen);
        }

        if (_shown.Text.State == RunState.Loading)
            DrawLoading(pen);
        if (_scene.Mouse.Outline is { } outline)
            OutlineBlock.Draw(pen, outline);
        if (_cursorStamp.Hovered is not null && (!_input.IsOverPanel || _input.ShowsSamples))
            HoverCard.Draw(pen, _hoverCard, _input.Cursor);
        if (_input.Tip is { } tip)
            TipBlock.Draw(pen, tip.Text, tip.Area);
        DrawMessage(pen);
        if (_shown.Text.ShowsHelp)
            HelpBlock.Draw(pen);
    }

    /// <summary>Below the status.</summary>
    private void DrawLoading(Pen pen)
    {
        float margin = _style.Margin;
        Loading.Draw(pen, new SKRect(margin, _statusArea.Bottom + margin, _style.Width - margin, _style.Height - margin));
    }

    /// <summary>The free area above the timeline, between the docks.</summary>
    private void DrawMessage(Pen pen)
    {
        FrameInsets insets = Insets;
        int strip = IsDeskShown ? MessageBlock.HeightOf(_style) : 0;
        SKRect free = new(insets.Left, 0, _style.Width - insets.Right, _style.Height - insets.Bottom + strip);
        MessageBlock.Draw(pen, _shown.Text.Message, free);
    }
}
