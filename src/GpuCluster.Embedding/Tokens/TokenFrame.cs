namespace GpuCluster.Embedding.Tokens;

/// <summary>What surrounds the tokens of a text.</summary>
/// <param name="Start">The tokens before them.</param>
/// <param name="End">The tokens after them.</param>
/// <param name="Padding">The token that fills a row after its end.</param>
/// <param name="ContextLength">Tokens of a row at most, with those of the frame.</param>
internal sealed record TokenFrame(IReadOnlyList<int> Start, IReadOnlyList<int> End, int Padding, int ContextLength);
