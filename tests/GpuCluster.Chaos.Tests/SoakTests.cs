using GpuCluster.Chaos.Soak;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Tests;

/// <summary>The short form of the soak.</summary>
public sealed class SoakTests
{
    [Fact]
    public void A_window_that_is_used_at_random_stays_well()
    {
        Assert.SkipWhen(XvfbDisplay.Missing() is not null, XvfbDisplay.Missing() ?? "");
        List<string> told = [];
        SoakResult result = SoakRun.Run(new ChaosOptions(), TimeSpan.FromSeconds(15), told.Add);
        Assert.True(result.IsRight, $"{result}\n{string.Join('\n', told)}");
        Assert.True(result.Actions > 20 && result.Epochs > 20, $"{result}");
    }

    [Theory]
    [InlineData(0, 100, 100, 20, "", true)]
    [InlineData(1, 100, 100, 20, "", false)]
    [InlineData(0, 100, 160, 20, "", false)]
    [InlineData(0, 100, 100, 40, "", false)]
    [InlineData(0, 100, 100, 20, "ended by itself", false)]
    public void Messages_growth_handles_and_an_early_end_are_faults(
        int messages,
        double early,
        double late,
        int handles,
        string fault,
        bool isRight
    ) =>
        Assert.Equal(
            isRight,
            new SoakResult(
                TimeSpan.FromMinutes(1),
                100,
                10,
                10,
                messages,
                new SoakSample(10, early, 20, default),
                new SoakSample(60, late, handles, default),
                fault
            ).IsRight
        );

    [Fact]
    public void The_memory_of_a_minute_is_the_middle_of_its_samples()
    {
        SoakSample[] samples = [.. Enumerable.Range(1, 120).Select(i => new SoakSample(i, i == 90 ? 1e6 : i, 7, default))];
        Assert.Equal(92, SoakSample.Middle(samples, 120, 60).Resident);
        Assert.Equal(new SoakSample(60, 31, 7, default), SoakSample.Middle(samples, 60, 60));
    }

    [Fact]
    public void The_heap_of_the_runtime_is_told_from_what_libraries_allocate()
    {
        string[] maps =
        [
            "55a708165000-55a708169000 r--p 00000000 fe:00 247890                     /usr/bin/mawk",
            "Rss:                1024 kB",
            "563a70ea0000-563a79c89000 rw-p 00000000 00:00 0                          [heap]",
            "Rss:                2048 kB",
            "VmFlags: rd wr mr",
            "7fb26c000000-7fb26ecb0000 rw-p 00000000 00:00 0 ",
            "Rss:                4096 kB",
            "7fb270001000-7fbe24000000 ---p 00000000 00:00 0 ",
            "Rss:                   0 kB",
            "7fbe24000000-7fbe24800000 rw-p 00000000 00:00 0 ",
            "Rss:                8192 kB",
            "ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]",
            "Rss:                   0 kB",
        ];
        Assert.Equal(new ResidentMemory(8, 6, 1), ResidentMemory.Of(maps));
    }
}
