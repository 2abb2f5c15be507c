using System.Text.RegularExpressions;
using GpuCluster.Data;
using GpuCluster.Data.Readers;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.App.Tests;

/// <summary>Every .csv with a row for each sample can be joined with the files, and is read back as columns.</summary>
public sealed class SampleTablesRunTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-tables-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Tables_of_photos_begin_alike_and_are_read_back_with_their_own_columns()
    {
        string photos = Photos();
        (string[] Arguments, string Own)[] tables =
        [
            (["layout", photos, "--epochs", "10", "-o"], "x,y,z"),
            (["clusters", photos, "--method", "kmeans", "-k", "2", "-o"], "cluster number,cluster name"),
            (["duplicates", photos, "--threshold", "0.99", "-o"], "group,kind,keep,copy_of,min_cosine,mean_cosine"),
            (["similar", photos, "--index", "0", "-k", "5", "-o"], "rank,cosine"),
            (["label", photos, "--model", "tiny-clip", "--classes", "bag;shoe", "-o"], "predicted,probability,p(bag),p(shoe)"),
            (
                ["report", photos, "--method", "pca", "-o", File("x.html"), "--lists"],
                "neighbours_label,neighbours_share,label_conflict,duplicate_group,outlier_distance,leak_index,leak_cosine"
            ),
        ];
        foreach ((string[] arguments, string own) in tables)
        {
            string table = File($"{arguments[0]}.csv");

            Run([.. arguments, table]);

            string[] lines = System.IO.File.ReadAllLines(table);
            Assert.Equal($"index,path,label,{own}", lines[0]);
            Dataset joined = DatasetReader.Read(photos, new DatasetOptions { ColumnsPath = table }, TestContext.Current.CancellationToken);
            Assert.Equal(own.Split(','), joined.Columns.Select(column => column.Name));
            foreach (string[] row in lines[1..].Select(Fields))
            {
                int sample = int.Parse(row[0]);
                Assert.Equal(joined.Paths![sample], row[1]);
                Assert.Equal(joined.Labels!.ClassNames[joined.Labels.ClassOf[sample]], row[2]);
                Assert.Equal(row[3..], joined.Columns.Select(column => column.TextOf(sample)));
            }
        }

        // A planted copy in the other class is certain, and no matter of likeness.
        string[] conflicts =
        [
            .. System
                .IO.File.ReadLines(File("report.csv"))
                .Skip(1)
                .Select(line => line.Split(','))
                .Where(row => row[5] == "0")
                .Select(row => row[1]),
        ];
        Assert.Equal(["a/0.png", "b/copy.png"], conflicts.Select(path => Path.GetRelativePath(photos, path)));
    }

    [Fact]
    public void Vectors_of_photos_name_the_files_that_other_tables_name()
    {
        string photos = Photos(),
            vectors = File("vectors.npy");

        Run(["embed", photos, "-o", vectors]);
        Run(["layout", vectors, "--epochs", "10", "-o", File("layout.csv")]);

        string[][] companion = Rows(File("vectors.columns.csv")),
            layout = Rows(File("layout.csv"));
        Assert.Equal(["index", "path", "label", "model"], companion[0]);
        Assert.Equal(companion.Select(row => row[1]), layout.Select(row => row[1]));
        Assert.All(companion[1..], row => Assert.True(System.IO.File.Exists(row[1]), row[1]));
    }

    // Names of clusters hold commas; no field here holds a quote.
    private static string[] Fields(string line) =>
        [
            .. Regex
                .Split(line, ",(?=([^\"]*\"[^\"]*\")*[^\"]*$)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
                .Select(field => field.Trim('"')),
        ];

    private static string[][] Rows(string table) => [.. System.IO.File.ReadLines(table).Select(line => line.Split(','))];

    private static void Run(string[] arguments)
    {
        GpuClusterProgram run = GpuClusterProgram.Run([.. arguments, "--quiet"]);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    private string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Sixteen photos of noise in two classes, and a copy of the first in the other class.</summary>
    private string Photos()
    {
        DirectoryInfo photos = _folder.CreateSubdirectory("photos");
        foreach (string name in new[] { "a", "b" })
        {
            DirectoryInfo folder = photos.CreateSubdirectory(name);
            for (int i = 0; i < 8; i++)
            {
                using FileStream file = System.IO.File.Create(Path.Combine(folder.FullName, $"{i}.png"));
                byte[] rgba = new byte[8 * 8 * 4];
                new Random((10 * i) + name[0]).NextBytes(rgba);
                PngWriter.Write(file, 8, 8, rgba);
            }
        }

        System.IO.File.Copy(Path.Combine(photos.FullName, "a", "0.png"), Path.Combine(photos.FullName, "b", "copy.png"));
        return photos.FullName;
    }
}
