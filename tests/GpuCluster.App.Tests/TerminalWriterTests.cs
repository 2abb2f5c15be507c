using System.Diagnostics;
using System.Text;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.Tests;

/// <summary>What comes from data never controls the terminal.</summary>
public sealed class TerminalWriterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-terminal-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("\e]0;title\a", @"\u001B]0;title\u0007")]
    [InlineData("a\rb\nc", @"a\u000Db\u000Ac")]
    [InlineData("\u009B2J\u007F", @"\u009B2J\u007F")]
    [InlineData("exe\u202Egpj.", @"exe\u202Egpj.")]
    [InlineData("a\tZürich 東京", "a\tZürich 東京")]
    public void A_control_character_is_written_as_its_number(string data, string expected)
    {
        using StringWriter console = new() { NewLine = "\n" };
        using TerminalWriter writer = new(console, _ => { });

        writer.Write(data);
        writer.WriteLine(data);
        writer.Write(data.ToCharArray());

        Assert.Equal($"{expected}{expected}\n{expected}", console.ToString());
    }

    [Fact]
    public void The_programs_own_marks_pass()
    {
        using StringWriter console = new();
        using TerminalWriter writer = new(console, _ => { });

        writer.Mark("\r\e[2K");

        Assert.Equal("\r\e[2K", console.ToString());
    }

    [Fact]
    public void Names_of_files_classes_and_columns_reach_neither_output_as_they_are()
    {
        string folder = Path.Combine(_folder.FullName, "a\e[2Jb");
        foreach (string name in (string[])["cl\e]0;x\aass", "other"])
        {
            DirectoryInfo made = Directory.CreateDirectory(Path.Combine(folder, name));
            File.Copy(Path.Combine(GpuClusterProgram.Root, "assets", "pictures", "demo.png"), Path.Combine(made.FullName, "x.png"));
            File.WriteAllText(Path.Combine(made.FullName, "b\e[31mad\nerror: x.png"), "no picture");
        }

        GpuClusterProgram text = GpuClusterProgram.Run("similar", folder, "--index", "0", "-k", "1");
        GpuClusterProgram json = GpuClusterProgram.Run("similar", folder, "--index", "0", "-k", "1", "--json");
        GpuClusterProgram absent = GpuClusterProgram.Run("layout", folder + "\e[5m", "-o", Path.Combine(_folder.FullName, "y.npy"));
        GpuClusterProgram unknown = GpuClusterProgram.Run("layout\e[5m");

        Assert.All((GpuClusterProgram[])[text, json, absent, unknown], run => Assert.DoesNotContain('\e', run.Out + run.Error));
        Assert.True(text.ExitCode == 0, text.Error);
        Assert.Contains(@"\u001B", text.Out);
        Assert.Contains(@"\u000Aerror: x.png", text.Error);
        Assert.Contains(
            "\e]0;x\a",
            json.Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
                .Replace(@"\u001B", "\e")
                .Replace(@"\u0007", "\a")
        );
        Assert.Contains(@"\u001B[5m", absent.Error);
        Assert.Contains(@"\u001B[5m", unknown.Error);
    }

    [Fact]
    public void An_output_that_fails_ends_the_command_and_a_message_that_fails_does_not()
    {
        using TextWriter broken = new BrokenWriter();
        using TerminalWriter messages = new(broken, _ => { });
        using TerminalWriter results = new(broken, fault => throw new MachineFaultException("lost", fault));

        messages.WriteLine("x");

        Assert.Throws<MachineFaultException>(() => results.WriteLine("x"));
    }

    [Theory]
    [InlineData("> /dev/full", 1)]
    [InlineData(">&-", 1)]
    [InlineData("2> /dev/full", 0)]
    [InlineData("2>&-", 0)]
    public void A_full_or_closed_output_is_no_fault_of_the_program(string redirection, int exitCode)
    {
        foreach (string command in (string[])["--help", "--version", "devices"])
        {
            string[] line = GpuClusterProgram.CommandLine(command);
            ProcessStartInfo start = new("/bin/sh", ["-c", $"exec \"$@\" {redirection}", "sh", .. line])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            GpuClusterProgram run = GpuClusterProgram.Finish(process);

            Assert.True(run.ExitCode == exitCode, $"{command} {redirection}: {run.ExitCode}: {run.Error}");
            Assert.DoesNotContain("   at ", run.Error);
            Assert.DoesNotContain("\\u000", run.Out);
            Assert.Equal(exitCode == 1, run.Error.Contains("error: standard output: cannot be written"));
        }
    }

    private sealed class BrokenWriter : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(string? value) => throw new IOException("no room");
    }
}
