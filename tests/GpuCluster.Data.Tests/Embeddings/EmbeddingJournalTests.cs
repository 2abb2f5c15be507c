using System.Security.Cryptography;
using GpuCluster.Data.Embeddings;

namespace GpuCluster.Data.Tests.Embeddings;

public sealed class EmbeddingJournalTests : IDisposable
{
    private const int Columns = 3;
    private const int HeaderBytes = 16;
    private const int RecordBytes = 32 + (Columns * 4) + 4;
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    private string Path => _folder.File("m.journal");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_come_back_in_the_next_run()
    {
        Append(0, 1, 2);
        Append(3);
        Assert.Equal([0, 1, 2, 3], Known(5));
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(RecordBytes / 2)]
    [InlineData(RecordBytes - 1)]
    public void A_kill_while_writing_costs_the_half_record_alone(int missing)
    {
        Append(0, 1, 2);
        using (FileStream file = new(Path, FileMode.Open))
            file.SetLength(file.Length - missing);
        Assert.Equal([0, 1], Known(3));
        Append(2, 3);
        Assert.Equal([0, 1, 2, 3], Known(4));
    }

    [Fact]
    public void Every_byte_of_a_record_is_guarded()
    {
        for (int at = 0; at < RecordBytes; at++)
        {
            File.Delete(Path);
            Append(0, 1, 2);
            byte[] bytes = File.ReadAllBytes(Path);
            bytes[HeaderBytes + RecordBytes + at] ^= 0x10;
            File.WriteAllBytes(Path, bytes);
            Assert.Equal([0, 2], Known(3));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else altogether")]
    public void A_file_of_another_kind_is_begun_anew(string content)
    {
        File.WriteAllText(Path, content);
        Append(7);
        Assert.Equal([7], Known(9));
    }

    [Fact]
    public void Another_width_is_another_journal()
    {
        Append(0);
        using (EmbeddingJournal? wide = EmbeddingJournal.OpenAt(Path, Columns + 1, _warnings.Add))
            Assert.False(wide!.TryRead(Hash(0), new float[Columns + 1]));
        Assert.Empty(Known(1));
    }

    [Fact]
    public void A_second_process_does_without_and_says_so()
    {
        using EmbeddingJournal? first = EmbeddingJournal.OpenAt(Path, Columns, _warnings.Add);
        Assert.NotNull(first);
        Assert.Null(EmbeddingJournal.OpenAt(Path, Columns, _warnings.Add));
        Assert.Contains("vectors are not cached for the next run", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private void Append(params int[] samples)
    {
        using EmbeddingJournal? journal = EmbeddingJournal.OpenAt(Path, Columns, _warnings.Add);
        journal!.Append([.. samples.SelectMany(Hash)], [.. samples.SelectMany(Row)]);
    }

    private List<int> Known(int max)
    {
        using EmbeddingJournal? journal = EmbeddingJournal.OpenAt(Path, Columns, _warnings.Add);
        float[] row = new float[Columns];
        List<int> known = [];
        for (int sample = 0; sample < max; sample++)
        {
            if (!journal!.TryRead(Hash(sample), row))
                continue;
            Assert.Equal(Row(sample), row);
            known.Add(sample);
        }

        return known;
    }

    private static byte[] Hash(int sample) => SHA256.HashData(BitConverter.GetBytes(sample));

    private static float[] Row(int sample) => [sample, sample / 7f, -sample];
}
