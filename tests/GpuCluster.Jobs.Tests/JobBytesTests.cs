using System.Security.Cryptography;
using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Tests;

/// <summary>
/// The bytes of a small job, pinned. A change that makes others raises the number of algorithms in JobManifest: units of the old and the
/// new program would not fit together.
/// </summary>
public sealed class JobBytesTests
{
    [Fact]
    public void The_bytes_of_an_exact_job_are_those_of_its_algorithms()
    {
        using TestJob data = new(500, 7, 21);
        string folder = data.Create("job", exact: true, rowsPerShard: 200, k: 6);
        byte[] graph = TestJob.Finish(folder);
        Assert.Equal(1, JobManifest.Read(folder, out _).Algorithms);
        Assert.Equal("4c869f58bba23ca1398be8b76b5b3f1a", Convert.ToHexStringLower(SHA256.HashData(graph))[..32]);
    }
}
