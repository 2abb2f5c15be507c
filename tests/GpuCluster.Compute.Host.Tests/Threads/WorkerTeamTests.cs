using GpuCluster.Compute.Host.Threads;

namespace GpuCluster.Compute.Host.Tests.Threads;

public sealed class WorkerTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Nobody_passes_a_meeting_before_all_have_come(int threads)
    {
        using WorkerTeam team = new(threads);
        for (int run = 0; run < 50; run++)
        {
            int[] arrived = new int[20];
            int early = 0;
            team.Run(_ =>
            {
                for (int meeting = 0; meeting < arrived.Length; meeting++)
                {
                    Interlocked.Increment(ref arrived[meeting]);
                    team.Meet();
                    if (Volatile.Read(ref arrived[meeting]) != threads)
                        Interlocked.Increment(ref early);
                }
            });
            Assert.Equal(0, early);
        }
    }

    [Fact]
    public void What_a_thread_throws_reaches_the_caller_and_the_team_goes_on()
    {
        using WorkerTeam team = new(3);
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(() =>
            team.Run(thread =>
            {
                if (thread == 2)
                    throw new InvalidOperationException("broken");
                team.Meet();
            })
        );
        Assert.Equal("broken", thrown.Message);

        int ran = 0;
        team.Run(_ => Interlocked.Increment(ref ran));
        Assert.Equal(3, ran);
    }

    [Fact]
    public void Needs_a_thread() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerTeam(0));
}
