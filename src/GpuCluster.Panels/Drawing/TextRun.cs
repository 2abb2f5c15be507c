using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>Neighbouring characters that one typeface can write.</summary>
internal readonly record struct TextRun(string Text, SKTypeface Typeface);
