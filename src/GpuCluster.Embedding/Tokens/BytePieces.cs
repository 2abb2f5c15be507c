using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Tokens.Vocabularies;

namespace GpuCluster.Embedding.Tokens;

/// <summary>The pieces of bytes, which vocabularies with byte fallback have for what has no other piece.</summary>
internal static class BytePieces
{
    /// <summary>The token of each byte.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="numbers">The token of each piece.</param>
    /// <exception cref="UnusableInputException">One has none.</exception>
    public static int[] Find(string source, IReadOnlyDictionary<string, int> numbers)
    {
        int[] bytes = new int[256];
        for (int value = 0; value < bytes.Length; value++)
        {
            string piece = string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>");
            if (!numbers.TryGetValue(piece, out bytes[value]))
                throw new UnusableInputException($"{source}: has byte fallback and no piece {piece}; fetch the file again");
        }

        return bytes;
    }

    /// <inheritdoc cref="Find(string, IReadOnlyDictionary{string, int})"/>
    public static int[] Find(PieceVocabulary vocabulary)
    {
        Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        for (int i = 0; i < vocabulary.Pieces.Count; i++)
            numbers.TryAdd(vocabulary.Pieces[i].Text, i);
        return Find(vocabulary.Source, numbers);
    }

    /// <summary>Adds the tokens of a text's UTF-8 bytes.</summary>
    public static void Add(int[] bytes, string text, List<int> tokens)
    {
        foreach (byte value in Encoding.UTF8.GetBytes(text))
            tokens.Add(bytes[value]);
    }
}
