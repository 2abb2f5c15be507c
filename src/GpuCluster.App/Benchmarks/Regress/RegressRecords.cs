using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Benchmarks.Regress;

/// <summary>
/// Times as multiples of their yardstick, by row: lines of a ratio, a comma and the row's name. Rows that are not measured now stay as they
/// were.
/// </summary>
internal sealed class RegressRecords
{
    private readonly string _path;
    private readonly SortedDictionary<string, double> _ratios = new(StringComparer.Ordinal);

    /// <summary>Reads what was recorded; nothing where the file does not exist yet.</summary>
    /// <exception cref="UnusableInputException">A line is no record.</exception>
    public RegressRecords(string path)
    {
        _path = path;
        int number = 0;
        foreach (string line in File.Exists(path) ? File.ReadLines(path) : [])
        {
            number++;
            int comma = line.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0 || !double.TryParse(line.AsSpan(0, comma), CultureInfo.InvariantCulture, out double ratio))
                throw new UnusableInputException($"{path}, line {number}: is no 'RATIO,ROW'; remove the file and record again");
            _ratios[line[(comma + 1)..]] = ratio;
        }
    }

    /// <summary>What was recorded of a row; null where nothing was.</summary>
    public double? Of(string row) => _ratios.TryGetValue(row, out double ratio) ? ratio : null;

    /// <summary>Takes new ratios, and writes all.</summary>
    public void Write(IEnumerable<KeyValuePair<string, double>> ratios, CancellationToken cancellation)
    {
        foreach ((string row, double ratio) in ratios)
            _ratios[row] = ratio;
        AtomicFile.Write(
            _path,
            stream =>
            {
                using StreamWriter writer = new(stream, leaveOpen: true);
                foreach ((string row, double ratio) in _ratios)
                    writer.Write(string.Create(CultureInfo.InvariantCulture, $"{ratio:0.000},{row}\n"));
            },
            cancellation
        );
    }
}
