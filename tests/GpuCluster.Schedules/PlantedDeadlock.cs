namespace GpuCluster.Schedules;

/// <summary>Two threads that take two locks in different orders: some schedule must find that neither goes on.</summary>
internal static class PlantedDeadlock
{
    public static void Run()
    {
        object one = new(),
            other = new();
        Thread thread = new(() => Take(other, one));
        thread.Start();
        Take(one, other);
        thread.Join();
    }

    private static void Take(object first, object second)
    {
        lock (first)
        {
            lock (second)
                Thread.Yield();
        }
    }
}
