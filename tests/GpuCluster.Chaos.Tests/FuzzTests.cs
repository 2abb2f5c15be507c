using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Fuzz;
using GpuCluster.Fuzz.Targets;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of the fuzzer, and what it must be able to find.</summary>
public sealed class FuzzTests : IDisposable
{
    private const int CasesForEach = 150;
    private readonly string _folder = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
    private readonly string? _cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
    private bool _isFound;

    public FuzzTests() => Environment.SetEnvironmentVariable("XDG_CACHE_HOME", Path.Combine(_folder, "cache"));

    public static TheoryData<string> Readers => [.. FuzzTargets.All.Select(target => target.Name)];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", _cache);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Changed_files_are_read_or_refused(string reader)
    {
        FuzzTarget target = FuzzTargets.All.Single(each => each.Name == reader);
        Assert.Empty(FaultsOf(target, seed: 1, CasesForEach, out long cases));
        Assert.Equal(CasesForEach, cases);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Sound_files_reach_the_reader(string reader)
    {
        FuzzTarget target = FuzzTargets.All.Single(each => each.Name == reader);
        (string File, Verdict Verdict)[] sound = [.. new FuzzWorker(target, 1, _folder).RunSound()];
        Assert.DoesNotContain(sound, each => each.Verdict.Kind is not null);
        Assert.Contains(sound, each => each.Verdict.IsRead);
        Assert.True(target.Inputs().All(input => input.Bytes.Length < 70_000), "the corpus is small");
    }

    [Theory]
    [InlineData("exception")]
    [InlineData("memory")]
    public void A_planted_fault_is_found_and_found_again_by_its_numbers(string kind)
    {
        FuzzTarget planted = Planted(kind);
        List<(IReadOnlyList<long> Chain, Verdict Verdict)> faults = FaultsOf(planted, seed: 3, 3000, out long _);

        (IReadOnlyList<long> chain, Verdict verdict) = faults[0];
        Assert.Equal(kind, verdict.Kind);
        _isFound = false;
        Verdict again = new FuzzWorker(planted, 3, Path.Combine(_folder, "again")).RunOne(chain, Path.Combine(_folder, "kept"));
        Assert.Equal((verdict.Kind, verdict.Message.Split('\n')[0]), (again.Kind, again.Message.Split('\n')[0]));
        Assert.Contains("BOOM", Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_folder, "kept"))));
    }

    [Fact]
    public void The_same_seed_makes_the_same_files_and_another_seed_others()
    {
        FuzzTarget target = FuzzTargets.All.Single(each => each.Name == "npz");
        byte[][] Files(long seed) =>
            [.. Enumerable.Range(0, 50).Select(number => new FuzzCase(target, seed).Of([number, number + 7]).Bytes)];

        byte[][] first = Files(5),
            again = Files(5),
            other = Files(6);
        Assert.Equal(first, again);
        Assert.InRange(first.Zip(other).Count(pair => !pair.First.SequenceEqual(pair.Second)), 45, 50);
    }

    // A reader of a small format: it refuses what does not begin with its mark, and has a fault behind a word.
    // Once it was found it is away, as a gigabyte takes its time.
    private FuzzTarget Planted(string kind) =>
        new(
            "planted",
            [],
            () => [new FuzzInput("x.bin", "MARK and more"u8.ToArray())],
            path =>
            {
                string text = Encoding.Latin1.GetString(File.ReadAllBytes(path));
                if (!text.StartsWith("MARK", StringComparison.Ordinal))
                    throw new UnusableInputException("no mark");
                if (_isFound || !text.Contains("BOOM", StringComparison.Ordinal))
                    return;
                if (kind == "exception")
                    throw new InvalidOperationException("planted");
                byte[] much = new byte[1200 << 20];
                much.AsSpan().Fill(1);
                GC.KeepAlive(much);
            }
        )
        {
            Tokens = ["BOOM"],
        };

    private List<(IReadOnlyList<long> Chain, Verdict Verdict)> FaultsOf(FuzzTarget target, long seed, int count, out long cases)
    {
        List<(IReadOnlyList<long>, Verdict)> faults = [];
        using WorkerState own = new(Path.Combine(_folder, "state"));
        new FuzzWorker(target, seed, _folder).Run(
            own,
            count,
            (chain, verdict) =>
            {
                _isFound = true;
                faults.Add((chain, verdict));
            }
        );
        cases = own.Read + own.Refused;
        return faults;
    }
}
