namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>A kernel that a passing test has run on a real device.</summary>
/// <param name="Backend">Which of ILGPU's back ends.</param>
/// <param name="Device">The device's own name.</param>
/// <param name="Driver">Its driver and version.</param>
/// <param name="Ilgpu">Version of ILGPU.</param>
/// <param name="Kernel">Class.Method.</param>
/// <param name="Test">The test that checked it.</param>
/// <param name="Figure">What a whole layout reached, or empty.</param>
internal sealed record DeviceRecordLine(
    string Backend,
    string Device,
    string Driver,
    string Ilgpu,
    string Kernel,
    string Test,
    string Figure
)
{
    /// <summary>What the table's column is called: a driver that computes on the processor by itself, a GPU by its name.</summary>
    public string Column =>
        Driver.StartsWith("PoCL", StringComparison.Ordinal) || Driver.StartsWith("rusticl", StringComparison.Ordinal)
            ? $"{Driver} (processor)"
            : $"{Device} ({Backend})";

    public static DeviceRecordLine Parse(string line) =>
        line.Split('\t') is [var backend, var device, var driver, var ilgpu, var kernel, var test, var figure]
            ? new DeviceRecordLine(backend, device, driver, ilgpu, kernel, test, figure)
            : throw new FormatException($"a record's line has seven fields: {line}");

    public override string ToString() => string.Join('\t', Backend, Device, Driver, Ilgpu, Kernel, Test, Figure);
}
