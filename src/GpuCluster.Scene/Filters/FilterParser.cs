namespace GpuCluster.Scene.Filters;

/// <summary>Reads an expression and finds its columns. For one expression.</summary>
internal sealed class FilterParser(string text, FilterColumns columns)
{
    /// <summary>Brackets and "not" within each other: more is no filter of a person, and each takes a part of the stack.</summary>
    private const int MaxDepth = 64;

    private readonly List<FilterToken> _tokens = FilterLexer.Split(text);
    private int _at;
    private int _depth;

    private FilterToken Now => _tokens[_at];

    private FilterToken Next => _tokens[Math.Min(_at + 1, _tokens.Count - 1)];

    /// <exception cref="FilterFaultException">It is no filter.</exception>
    public FilterTerm Parse()
    {
        if (Now.Kind == FilterTokenKind.End)
            throw new FilterFaultException(Now, "nothing to filter by; write a word to search for, or a comparison such as index < 100");
        FilterTerm term = Any();
        if (Now.Kind == FilterTokenKind.End)
            return term;
        throw Now switch
        {
            _ when Now.IsMark(")") => Fault("no bracket is open here; leave it out, or put the text in quotes"),
            _ when Now.IsMark(",") => Fault("a comma stands in a list only, as in x in (a, b); write numbers with a point: 0.3"),
            _ => Fault($"'{Now.Text}' follows no column; write a column's name before it: {columns.Names()}"),
        };
    }

    private FilterTerm Any()
    {
        List<FilterTerm> terms = [All()];
        while (Take("or"))
            terms.Add(All());
        return terms.Count == 1 ? terms[0] : new JoinTerm(terms, needsAll: false);
    }

    private FilterTerm All()
    {
        List<FilterTerm> terms = [One()];
        // Words side by side are all searched for.
        while (Take("and") || BeginsTerm())
            terms.Add(One());
        return terms.Count == 1 ? terms[0] : new JoinTerm(terms, needsAll: true);
    }

    private bool BeginsTerm() =>
        Now.Kind == FilterTokenKind.Quoted || Now.IsMark("(") || (Now.Kind == FilterTokenKind.Word && !Now.Is("or") && !Now.Is("and"));

    private FilterTerm One()
    {
        if (++_depth > MaxDepth)
            throw Fault($"more than {MaxDepth} brackets within each other; write fewer");
        FilterTerm term =
            Take("not") ? new NotTerm(One())
            : Now.IsMark("(") ? Bracket()
            : Operand();
        _depth--;
        return term;
    }

    private FilterTerm Bracket()
    {
        FilterToken open = Now;
        _at++;
        FilterTerm term = Any();
        if (!Now.IsMark(")"))
            throw new FilterFaultException(open, "the bracket is not closed; put ) after its part");
        _at++;
        return term;
    }

    private FilterTerm Operand()
    {
        FilterToken first = Now;
        if (first.Kind is FilterTokenKind.End)
            throw Fault("a comparison or a word to search for is missing here");
        if (first.Kind is FilterTokenKind.Mark)
            throw Fault($"'{first.Text}' follows no column; write a column's name before it: {columns.Names()}");
        if (first.Is("and") || first.Is("or"))
            throw Fault($"a part is missing before '{first.Text}'; put the word in quotes to search for it");
        _at++;
        if (IsOperator(columns.Find(first.Text) is not null))
            return Comparison(first);
        return first.Kind == FilterTokenKind.Word && columns.Find(first.Text) is SetFilterColumn set
            ? new SetTerm(set)
            : Search(first.Text);
    }

    /// <summary>Whether a comparison begins here. After a word that is no column, "in" and "is" may be words to search for.</summary>
    private bool IsOperator(bool isAfterColumn) =>
        Now.Kind == FilterTokenKind.Mark && Now.Text is not ("(" or ")" or ",")
        || Now.Is("contains")
        || (Now.Is("in") && (isAfterColumn || Next.IsMark("(")))
        || (Now.Is("is") && (isAfterColumn || Next.Is("empty") || Next.Is("not")))
        || (Now.Is("not") && (Next.Is("contains") || Next.Is("in")));

    private FilterTerm Comparison(FilterToken name)
    {
        FilterColumn column =
            columns.Find(name.Text)
            ?? throw new FilterFaultException(
                name,
                FilterText.TryNumber(name.Text, out _)
                    ? $"a column stands before the comparison, not '{name.Text}'; write score > 0.3, not 0.3 < score"
                    : $"there is no column '{name.Text}'; there are {columns.Names()}"
            );
        FilterToken comparison = Now;
        _at++;
        if (column is SetFilterColumn)
        {
            throw new FilterFaultException(
                comparison,
                $"'{column.Name}' has no value to compare; write {column.Name} alone, or not {column.Name}"
            );
        }

        if (comparison.Is("not"))
        {
            FilterToken kind = Now;
            _at++;
            return new NotTerm(Compare(column, kind));
        }

        return Compare(column, comparison);
    }

    private FilterTerm Compare(FilterColumn column, FilterToken comparison)
    {
        switch (comparison.Text.ToUpperInvariant())
        {
            case "=" or "==":
                return Equal(column, Value());
            case "!=" or "<>":
                return new NotTerm(Equal(column, Value()));
            case "<":
                return Order(column, FilterComparison.Less);
            case "<=":
                return Order(column, FilterComparison.LessOrEqual);
            case ">":
                return Order(column, FilterComparison.Greater);
            case ">=":
                return Order(column, FilterComparison.GreaterOrEqual);
            case "~" or "CONTAINS":
                return Contains(column, comparison);
            case "IN":
                return In(column);
            default:
                return Empty(column);
        }
    }

    private FilterToken Value()
    {
        FilterToken value = Now;
        if (value.Kind is FilterTokenKind.End or FilterTokenKind.Mark)
            throw Fault("a value is missing here; put a text with blanks or marks in quotes");
        _at++;
        return value;
    }

    private static FilterTerm Equal(FilterColumn column, FilterToken value) =>
        column is NumericFilterColumn numbers
            ? new NumberTerm(numbers, FilterComparison.Equal, Number(column, value))
            : new TextTerm((TextFilterColumn)column, texts => texts.Equal(value.Text));

    private FilterTerm Order(FilterColumn column, FilterComparison comparison)
    {
        FilterToken value = Value();
        if (column is NumericFilterColumn numbers)
            return new NumberTerm(numbers, comparison, Number(column, value));
        bool isNumber = FilterText.TryNumber(value.Text, out double number);
        return new TextTerm((TextFilterColumn)column, InOrder);

        // Among texts that are numbers 9 is less than 10; among others, such as dates, the order is that of a dictionary.
        bool[] InOrder(CodedText texts)
        {
            bool areNumbers = isNumber && texts.Values.Any(text => FilterText.TryNumber(text, out _));
            return texts.Where(text =>
                text.Length > 0 && (areNumbers ? Holds(text, number, comparison) : Holds(Ordinal(text, value.Text), comparison))
            );
        }
    }

    private TextTerm Contains(FilterColumn column, FilterToken comparison)
    {
        FilterToken part = Value();
        return column is TextFilterColumn texts
            ? new TextTerm(texts, all => all.Containing(part.Text))
            : throw new FilterFaultException(
                comparison,
                $"'{column.Name}' holds numbers, which contain nothing; use =, !=, <, <=, > or >="
            );
    }

    private FilterTerm In(FilterColumn column)
    {
        FilterToken open = Now;
        if (!open.IsMark("("))
            throw Fault("a list in brackets is missing after 'in': x in (a, b)");
        List<FilterTerm> terms = [];
        do
        {
            _at++;
            terms.Add(Equal(column, Value()));
        } while (Now.IsMark(","));
        if (!Now.IsMark(")"))
        {
            throw Now.Kind == FilterTokenKind.End
                ? new FilterFaultException(open, "the bracket is not closed; put ) after the last value")
                : Fault("a comma is missing before this value, or quotes around a value with blanks");
        }

        _at++;
        return terms.Count == 1 ? terms[0] : new JoinTerm(terms, needsAll: false);
    }

    private FilterTerm Empty(FilterColumn column)
    {
        bool isNot = Take("not");
        if (!Take("empty"))
            throw Fault("'is' needs 'empty' or 'not empty' after it; compare values with =");
        FilterTerm empty = column is NumericFilterColumn numbers
            // Every number is at least the least one.
            ? new NotTerm(new NumberTerm(numbers, FilterComparison.GreaterOrEqual, double.NegativeInfinity))
            : new TextTerm((TextFilterColumn)column, texts => texts.Where(text => text.Length == 0));
        return isNot ? new NotTerm(empty) : empty;
    }

    private FilterTerm Search(string word)
    {
        List<FilterTerm> terms = [];
        bool isNumber = FilterText.TryNumber(word, out double number);
        foreach (FilterColumn column in columns.Listed.Where(column => column.IsSearched))
        {
            if (column is TextFilterColumn texts)
                terms.Add(new TextTerm(texts, all => all.Containing(word)));
            else if (isNumber && column is NumericFilterColumn numbers)
                terms.Add(new NumberTerm(numbers, FilterComparison.Equal, number));
        }

        return terms.Count switch
        {
            0 => throw new FilterFaultException(
                _tokens[_at - 1],
                $"no column holds text to search '{word}' in; compare a column: {columns.Names()}"
            ),
            1 => terms[0],
            _ => new JoinTerm(terms, needsAll: false),
        };
    }

    private static double Number(FilterColumn column, FilterToken value)
    {
        if (FilterText.TryNumber(value.Text, out double number))
            return number;
        throw new FilterFaultException(
            value,
            $"'{column.Name}' holds numbers and '{value.Text}' is none; for samples without a value write "
                + $"{FilterText.Quote(column.Name)} is empty"
        );
    }

    private static int Ordinal(string text, string other) => string.Compare(text, other, StringComparison.OrdinalIgnoreCase);

    private static bool Holds(string text, double number, FilterComparison comparison) =>
        FilterText.TryNumber(text, out double value) && Holds(value.CompareTo(number), comparison);

    private static bool Holds(int order, FilterComparison comparison) =>
        comparison switch
        {
            FilterComparison.Less => order < 0,
            FilterComparison.LessOrEqual => order <= 0,
            FilterComparison.Greater => order > 0,
            _ => order >= 0,
        };

    private bool Take(string word)
    {
        if (!Now.Is(word))
            return false;
        _at++;
        return true;
    }

    private FilterFaultException Fault(string reason) => new(Now, reason);
}
