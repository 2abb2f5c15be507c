namespace GpuCluster.Fuzz;

/// <summary>What a run found about one reader.</summary>
internal sealed class FuzzResult(string reader)
{
    public string Reader => reader;

    public long Cases { get; set; }

    public long Read { get; set; }

    public long Refused { get; set; }

    public long Branches { get; set; }

    /// <summary>Faults by kind and place, each with its first chain and how often it was seen.</summary>
    public Dictionary<string, (string Chain, int Times)> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Inputs that failed.</summary>
    public int FaultCount => Faults.Values.Sum(fault => fault.Times);

    public void Add(string fault, string chain) =>
        Faults[fault] = Faults.TryGetValue(fault, out (string Chain, int Times) known) ? (known.Chain, known.Times + 1) : (chain, 1);
}
