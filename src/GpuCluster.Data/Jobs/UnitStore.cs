using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Parts;

namespace GpuCluster.Data.Jobs;

/// <summary>
/// The outputs of units and the marks that say which are finished. A mark is one small file, written after the outputs: it names them with
/// length and checksum, and the manifest that they belong to. Without it, or if anything differs, the unit is not finished.
/// </summary>
/// <param name="folder">The job.</param>
/// <param name="manifestHash">Of its manifest.</param>
public sealed class UnitStore(string folder, string manifestHash)
{
    private const string DoneFolder = "done";
    private const string Heading = "gpucluster-unit 1 ";
    private const long MaxMarkBytes = 1 << 16;

    // What this process read through already, so that a file is read once for its checksum.
    private readonly ConcurrentDictionary<int, bool> _verified = new();
    private readonly ConcurrentDictionary<int, bool> _seen = new();

    /// <summary>Where an output lies.</summary>
    /// <param name="stage">The folder of its stage.</param>
    /// <param name="index">The number within the stage.</param>
    /// <param name="name">What it is.</param>
    public string PathOf(string stage, int index, string name) =>
        Path.Combine(folder, stage, string.Create(CultureInfo.InvariantCulture, $"{index:D8}.{name}.npy"));

    /// <summary>Opens an output.</summary>
    public PartRows<T> Open<T>(string stage, int index, string name)
        where T : unmanaged => new(PathOf(stage, index, name));

    /// <summary>Reads an output whole.</summary>
    public T[] ReadAll<T>(string stage, int index, string name)
        where T : unmanaged
    {
        using PartRows<T> rows = Open<T>(stage, index, name);
        return rows.ReadAll();
    }

    /// <summary>Whether a unit has a mark and outputs of the right length: what is asked often.</summary>
    public bool LooksFinished(int unit)
    {
        if (_seen.ContainsKey(unit))
            return true;
        if (MarkOf(unit) is not { } outputs || !outputs.All(output => PartFile.LengthOf(output.Path) == output.Check.Length))
            return false;
        _seen[unit] = true;
        return true;
    }

    /// <summary>Whether the outputs are whole to the last byte. They are read through once in a process, and looked at again.</summary>
    public bool IsWhole(int unit)
    {
        if (MarkOf(unit) is not { } outputs || !outputs.All(output => PartFile.LengthOf(output.Path) == output.Check.Length))
        {
            Forget(unit);
            return false;
        }

        if (_verified.ContainsKey(unit))
            return true;
        if (!outputs.All(output => PartFile.CheckOf(output.Path) == output.Check))
        {
            Forget(unit);
            return false;
        }

        _verified[unit] = true;
        return true;
    }

    /// <summary>Marks a unit as finished.</summary>
    /// <param name="unit">Its number.</param>
    /// <param name="outputs">Its outputs, below the job's folder.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="UnusableInputException">Nothing can be written here.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public void Finish(int unit, IReadOnlyList<(string Path, PartCheck Check)> outputs, CancellationToken cancellation)
    {
        StringBuilder mark = new(Heading + manifestHash + "\n");
        foreach ((string path, PartCheck check) in outputs)
        {
            string relative = Path.GetRelativePath(folder, path);
            mark.Append(CultureInfo.InvariantCulture, $"{check.Crc:x8} {check.Length} {relative}\n");
        }

        string marks = Path.Combine(folder, DoneFolder);
        AtomicFile.MakeFolder(marks);
        AtomicFile.Write(MarkPath(unit), stream => stream.Write(Encoding.UTF8.GetBytes(mark.ToString())), cancellation);
        _seen[unit] = true;
        _verified[unit] = true;
    }

    /// <summary>Which units look finished: one look at the folder of the marks, and one at each unit that is new in it.</summary>
    /// <param name="count">Units of the job.</param>
    public bool[] Finished(int count)
    {
        string marks = Path.Combine(folder, DoneFolder);
        bool[] finished = new bool[count];
        try
        {
            if (!Directory.Exists(marks))
                return finished;
            foreach (string path in Directory.EnumerateFiles(marks))
            {
                if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int unit) && unit < count)
                    finished[unit] = LooksFinished(unit);
            }

            return finished;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineFaultException($"{marks}: reading failed: {e.Message}", e);
        }
    }

    /// <summary>Takes the mark of a damaged unit away, so that every worker sees that it is to be done.</summary>
    /// <exception cref="MachineFaultException">It cannot be removed.</exception>
    public void Unmark(int unit)
    {
        Forget(unit);
        try
        {
            File.Delete(MarkPath(unit));
        }
        catch (DirectoryNotFoundException)
        {
            // No unit was ever marked.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineFaultException($"{MarkPath(unit)}: removing failed: {e.Message}", e);
        }
    }

    /// <summary>Forgets what this process knows of a unit, so that its files are read again.</summary>
    public void Forget(int unit)
    {
        _seen.TryRemove(unit, out _);
        _verified.TryRemove(unit, out _);
    }

    private string MarkPath(int unit) => Path.Combine(folder, DoneFolder, unit.ToString("D8", CultureInfo.InvariantCulture));

    private (string Path, PartCheck Check)[]? MarkOf(int unit)
    {
        string path = MarkPath(unit);
        try
        {
            if (PartFile.LengthOf(path) is not (> 0 and <= MaxMarkBytes))
                return null;
            string[] lines = File.ReadAllLines(path);
            return lines[0] == Heading + manifestHash ? [.. lines[1..].Select(OutputOf)] : null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or FileNotFoundException or IndexOutOfRangeException)
        {
            // A mark that was damaged, or is just being replaced: the unit is done again.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineFaultException($"{path}: reading failed: {e.Message}", e);
        }
    }

    private (string Path, PartCheck Check) OutputOf(string line)
    {
        string[] parts = line.Split(' ', 3);
        if (
            Path.IsPathRooted(parts[2])
            || parts[2].Contains("..", StringComparison.Ordinal)
            || parts[2].Contains('\0', StringComparison.Ordinal)
        )
        {
            throw new FormatException("an output outside of the job");
        }

        PartCheck check = new(
            long.Parse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture),
            uint.Parse(parts[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        );
        return (Path.Combine(folder, parts[2]), check);
    }
}
