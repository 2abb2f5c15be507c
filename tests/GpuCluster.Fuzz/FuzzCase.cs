using GpuCluster.Testing;

namespace GpuCluster.Fuzz;

/// <summary>
/// One input of a run: a file of the corpus, changed once for each number of a chain. So it is made again from the seed and the numbers
/// alone, whatever the run found before it.
/// </summary>
internal sealed class FuzzCase
{
    private readonly FuzzTarget _target;
    private readonly IReadOnlyList<FuzzInput> _corpus;
    private readonly Mutator _mutator;
    private readonly long _seed;

    public FuzzCase(FuzzTarget target, long seed)
    {
        (_target, _seed, _corpus) = (target, seed, [.. target.Inputs()]);
        _mutator = new Mutator(_corpus, target.Tokens);
    }

    /// <summary>The file of the corpus that a chain begins with.</summary>
    public FuzzInput FirstOf(long number) => Draw(number, "first").Pick(_corpus);

    /// <summary>An input that a number makes of another.</summary>
    public FuzzInput Next(FuzzInput input, long number) => input with { Bytes = _mutator.Change(input.Bytes, Draw(number, "change")) };

    /// <summary>The input of a whole chain.</summary>
    public FuzzInput Of(IReadOnlyList<long> chain) => chain.Aggregate(FirstOf(chain[0]), Next);

    /// <summary>Draws for a case what the changes do not depend on.</summary>
    public SeededRandom Draw(long number, string what) => new(_seed, $"{_target.Name} {what}", number);
}
