using System.Globalization;

namespace GpuCluster.Data.Npy;

/// <summary>
/// Reads the dict literal of a .npy header: {'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 4), }. The scanner accepts only this
/// subset of Python; nothing is evaluated.
/// </summary>
internal ref struct NpyLiteral
{
    /// <summary>NumPy itself stops at 64 dimensions.</summary>
    private const int MaxDimensions = 64;

    /// <summary>An upper bound of every size in a file; three such sizes and an element's bytes multiply exactly in 128 bits.</summary>
    private const long LargestSize = 1L << 40;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private NpyLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <summary>The three entries, or null where the text is anything else.</summary>
    public static (string Type, bool IsFortran, long[] Shape)? Parse(string text)
    {
        NpyLiteral scanner = new(text);
        string? type = null;
        bool? isFortran = null;
        long[]? shape = null;
        if (!scanner.Take('{'))
            return null;
        while (!scanner.Take('}'))
        {
            if (scanner.Text() is not { } key || !scanner.Take(':'))
                return null;
            bool read = key switch
            {
                "descr" => (type = scanner.Text() ?? scanner.Bracketed()) is not null,
                "fortran_order" => (isFortran = scanner.Truth()) is not null,
                "shape" => (shape = scanner.Tuple()) is not null,
                _ => false,
            };
            if (!read)
                return null;
            if (!scanner.Take(','))
            {
                if (!scanner.Take('}'))
                    return null;
                break;
            }
        }

        return type is null || isFortran is null || shape is null || !scanner.AtEnd() ? null : (type, isFortran.Value, shape);
    }

    private bool Take(char expected)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != expected)
            return false;
        _at++;
        return true;
    }

    private string? Text()
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] is not ('\'' or '"'))
            return null;
        int length = _text[(_at + 1)..].IndexOf(_text[_at]);
        if (length < 0)
            return null;
        string text = _text.Slice(_at + 1, length).ToString();
        _at += length + 2;
        return text;
    }

    /// <summary>A structured type's list of fields, kept as text: only error messages use it.</summary>
    private string? Bracketed()
    {
        SkipBlanks();
        int start = _at;
        int depth = 0;
        for (; _at < _text.Length; _at++)
        {
            if (_text[_at] is '[' or '(')
                depth++;
            if (_text[_at] is ']' or ')')
                depth--;
            if (depth == 0)
                break;
        }

        if (depth != 0 || _at == start || _at >= _text.Length)
            return null;
        _at++;
        return _text[start.._at].ToString();
    }

    private bool? Truth()
    {
        SkipBlanks();
        ReadOnlySpan<char> rest = _text[_at..];
        bool value = rest.StartsWith("True");
        if (!value && !rest.StartsWith("False"))
            return null;
        _at += value ? 4 : 5;
        return value;
    }

    private long[]? Tuple()
    {
        if (!Take('('))
            return null;
        List<long> sizes = new();
        while (!Take(')'))
        {
            SkipBlanks();
            int start = _at;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
                _at++;
            if (
                sizes.Count == MaxDimensions
                || !long.TryParse(_text[start.._at], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
                || size > LargestSize
            )
            {
                return null;
            }

            sizes.Add(size);
            if (_at < _text.Length && _text[_at] == 'L')
                _at++; // Python 2 wrote its long integers so
            if (Take(','))
                continue;
            if (!Take(')'))
                return null;
            break;
        }

        return [.. sizes];
    }

    private bool AtEnd()
    {
        SkipBlanks();
        return _at == _text.Length;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }
}
