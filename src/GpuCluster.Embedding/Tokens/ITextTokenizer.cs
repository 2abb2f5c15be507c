namespace GpuCluster.Embedding.Tokens;

/// <summary>Turns a text into the tokens that a text model reads.</summary>
internal interface ITextTokenizer
{
    /// <summary>Tokens of a text at most, with those around it.</summary>
    int ContextLength { get; }

    /// <summary>The token that fills a row after its end.</summary>
    int Padding { get; }

    /// <summary>The tokens of a text with those around it. A text too long for the model loses its last words and keeps its end.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isCut">Whether words were lost.</param>
    int[] Encode(string text, out bool isCut);
}
