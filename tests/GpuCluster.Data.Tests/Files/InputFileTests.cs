using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Tests.Files;

/// <summary>Reading of files that users name.</summary>
public sealed class InputFileTests
{
    [Fact]
    public void A_disk_that_fails_within_a_text_is_a_fault_of_the_machine_that_names_the_file()
    {
        using StreamReader reader = new(new FailingStream("cat\ndog\n"u8.ToArray()), Encoding.UTF8);
        Assert.Equal("cat", InputFile.ReadLine(reader, "classes.txt", 1));
        Assert.Equal("dog", InputFile.ReadLine(reader, "classes.txt", 2));
        MachineFaultException fault = Assert.Throws<MachineFaultException>(() => InputFile.ReadLine(reader, "classes.txt", 3));
        Assert.Equal("classes.txt: reading failed: Input/output error", fault.Message);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_line()
    {
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using StreamReader reader = new(new MemoryStream([(byte)'a', 0xFF, (byte)'\n']), strict);
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => InputFile.ReadLine(reader, "classes.txt", 1));
        Assert.Equal("classes.txt: near line 1: not UTF-8; save the file as UTF-8", fault.Message);
    }

    /// <summary>Gives its bytes, then fails where a file would end.</summary>
    private sealed class FailingStream(byte[] content) : MemoryStream(content)
    {
        // A derived stream's other ways to read lead here.
        public override int Read(byte[] buffer, int offset, int count) =>
            Position < Length ? base.Read(buffer, offset, count) : throw new IOException("Input/output error");
    }
}
