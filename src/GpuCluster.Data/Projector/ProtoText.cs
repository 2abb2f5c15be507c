using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace GpuCluster.Data.Projector;

/// <summary>
/// A message in protobuf's text format (.pbtxt) as JSON, with the names that protobuf's JSON has: "tensor_path" becomes "tensorPath". Only
/// what a projector configuration needs: messages, strings, numbers and words.
/// </summary>
internal ref struct ProtoText
{
    private const int MaxDepth = 8;

    private static readonly string[] Repeated = ["embeddings", "tensorShape", "singleImageDim"];

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private ProtoText(ReadOnlySpan<char> text) => _text = text;

    /// <summary>Parses a message.</summary>
    /// <exception cref="FormatException">The text is no message.</exception>
    public static JsonObject Parse(string text)
    {
        ProtoText parser = new(text);
        JsonObject message = parser.Fields(0);
        return parser._at == text.Length ? message : throw parser.Bad();
    }

    private JsonObject Fields(int depth)
    {
        if (depth > MaxDepth)
            throw Bad();
        JsonObject message = [];
        while (Next() is char letter && letter != '}')
        {
            string name = CamelCase(Word());
            bool isValue = Takes(':');
            JsonNode value =
                Takes('{') ? Message(depth)
                : isValue ? Value()
                : throw Bad();
            if (Repeated.Contains(name))
                ((JsonArray)(message[name] ??= new JsonArray())).Add(value);
            else
                message[name] = value;
            if (!Takes(','))
                Takes(';');
        }

        return message;
    }

    private JsonObject Message(int depth)
    {
        JsonObject message = Fields(depth + 1);
        return Takes('}') ? message : throw Bad();
    }

    private JsonNode Value()
    {
        if (Next() is '"' or '\'')
            return Text();
        string word = Word();
        return long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : word;
    }

    // A string may go on in a second pair of quotes.
    private string Text()
    {
        StringBuilder text = new();
        while (Next() is '"' or '\'')
        {
            char quote = _text[_at++];
            while (_at < _text.Length && _text[_at] != quote)
            {
                char letter = _text[_at++];
                text.Append(letter == '\\' && _at < _text.Length ? Escaped(_text[_at++]) : letter);
            }

            if (_at++ >= _text.Length)
                throw Bad();
        }

        return text.ToString();
    }

    private static char Escaped(char letter) =>
        letter switch
        {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            _ => letter,
        };

    private string Word()
    {
        Next();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or '+' or '.'))
            _at++;
        return _at > start ? _text[start.._at].ToString() : throw Bad();
    }

    private bool Takes(char letter)
    {
        if (Next() != letter)
            return false;
        _at++;
        return true;
    }

    // The next letter behind blanks and comments.
    private char? Next()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(_text[_at]) || _text[_at] == '#'))
        {
            if (_text[_at] == '#')
                _at = _text[_at..].IndexOf('\n') is >= 0 and int length ? _at + length : _text.Length;
            else
                _at++;
        }

        return _at < _text.Length ? _text[_at] : null;
    }

    private readonly FormatException Bad() => new(string.Create(CultureInfo.InvariantCulture, $"no protobuf text at character {_at}"));

    private static string CamelCase(string name)
    {
        string[] parts = name.Split('_', StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(parts.Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }
}
