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
        SoakResult result = SoakRun.Run(1, null, 2000, TimeSpan.FromSeconds(15), told.Add);
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
    ) => Assert.Equal(isRight, new SoakResult(TimeSpan.FromMinutes(1), 100, 10, 10, messages, early, late, 20, handles, fault).IsRight);
}
