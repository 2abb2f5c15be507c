using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tests.Files;

/// <summary>A library that runs on through damage is stopped by what it reads.</summary>
public sealed class LibraryStreamTests
{
    [Fact]
    public void Reading_behind_the_end_throws()
    {
        using LibraryStream stream = new(new MemoryStream(new byte[10]));

        Assert.Equal(10, stream.Read(new byte[20], 0, 20));

        Assert.Throws<EndOfStreamException>(() => stream.ReadByte());
        Assert.Throws<EndOfStreamException>(() => stream.Read(new byte[1], 0, 1));
    }

    [Fact]
    public void Reading_over_a_fence_throws_and_setting_the_position_behind_it_does_not()
    {
        using LibraryStream stream = new(new MemoryStream([.. Enumerable.Range(0, 10).Select(i => (byte)i)]), 8);
        stream.Position = 8;
        Assert.Equal(8, stream.ReadByte());

        stream.Seek(-6, SeekOrigin.End);
        Assert.Equal(4, stream.Read(new byte[20], 0, 20));

        Assert.Throws<EndOfStreamException>(() => stream.ReadByte());
    }

    [Fact]
    public void Reading_the_same_part_again_and_again_ends()
    {
        using LibraryStream stream = new(new MemoryStream(new byte[4096]));
        byte[] block = new byte[4096];

        int readings = 0;
        Assert.Throws<EndOfStreamException>(() =>
        {
            for (; readings < 10_000; readings++)
            {
                stream.Position = 0;
                stream.ReadExactly(block);
            }
        });
        Assert.InRange(readings, 16, 1000);
    }

    [Fact]
    public void A_file_that_becomes_shorter_is_noticed()
    {
        using Shrinking file = new();
        using LibraryStream stream = new(file);

        Assert.Contains("shorter", Assert.Throws<EndOfStreamException>(() => stream.ReadByte()).Message);
    }

    [Fact]
    public void A_read_that_gives_less_than_was_asked_for_is_gone_on_with()
    {
        using Drops file = new([.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        using LibraryStream stream = new(file);
        byte[] read = new byte[64];

        Assert.Equal(64, stream.Read(read, 0, 64));

        Assert.Equal(Enumerable.Range(0, 64).Select(i => (byte)i), read);
    }

    // As a file system over a network may: a few bytes at a time.
    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(3, buffer.Length)]);
    }

    private sealed class Shrinking : MemoryStream
    {
        public override long Length => 10;
    }
}
