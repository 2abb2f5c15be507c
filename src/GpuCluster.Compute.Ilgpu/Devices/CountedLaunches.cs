namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>A kernel's launcher that counts its launches, for each number of parameters that layouts have.</summary>
internal static class CountedLaunches
{
    public static Action<T1, T2, T3> Counted<T1, T2, T3>(this DeviceMeter meter, Action<T1, T2, T3> launch) =>
        (a, b, c) =>
        {
            meter.CountLaunch();
            launch(a, b, c);
        };

    public static Action<T1, T2, T3, T4> Counted<T1, T2, T3, T4>(this DeviceMeter meter, Action<T1, T2, T3, T4> launch) =>
        (a, b, c, d) =>
        {
            meter.CountLaunch();
            launch(a, b, c, d);
        };

    public static Action<T1, T2, T3, T4, T5> Counted<T1, T2, T3, T4, T5>(this DeviceMeter meter, Action<T1, T2, T3, T4, T5> launch) =>
        (a, b, c, d, e) =>
        {
            meter.CountLaunch();
            launch(a, b, c, d, e);
        };

    public static Action<T1, T2, T3, T4, T5, T6> Counted<T1, T2, T3, T4, T5, T6>(
        this DeviceMeter meter,
        Action<T1, T2, T3, T4, T5, T6> launch
    ) =>
        (a, b, c, d, e, f) =>
        {
            meter.CountLaunch();
            launch(a, b, c, d, e, f);
        };

    public static Action<T1, T2, T3, T4, T5, T6, T7> Counted<T1, T2, T3, T4, T5, T6, T7>(
        this DeviceMeter meter,
        Action<T1, T2, T3, T4, T5, T6, T7> launch
    ) =>
        (a, b, c, d, e, f, g) =>
        {
            meter.CountLaunch();
            launch(a, b, c, d, e, f, g);
        };

    public static Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> Counted<T1, T2, T3, T4, T5, T6, T7, T8, T9>(
        this DeviceMeter meter,
        Action<T1, T2, T3, T4, T5, T6, T7, T8, T9> launch
    ) =>
        (a, b, c, d, e, f, g, h, i) =>
        {
            meter.CountLaunch();
            launch(a, b, c, d, e, f, g, h, i);
        };
}
