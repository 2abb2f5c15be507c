using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Jobs.Workers;

/// <summary>
/// Which worker is at which unit, as files claims/UNIT with the worker's name. A claim saves work and decides nothing: a unit that two do
/// has the same bytes.
/// </summary>
/// <param name="folder">The job.</param>
internal sealed class Claims(string folder)
{
    private const int MaxNameBytes = 512;

    // errno, and the code of Windows, of a file that is there already.
    private const int FileExists = 17;
    private const int FileExistsOnWindows = unchecked((int)0x80070050);

    private readonly string _claims = Path.Combine(folder, "claims");

    /// <summary>Claims a unit; false where another worker has.</summary>
    /// <exception cref="UnusableInputException">Nothing can be written here.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public bool TryClaim(int unit, string worker)
    {
        AtomicFile.MakeFolder(_claims);
        string path = PathOf(unit);
        try
        {
            using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            stream.Write(Encoding.UTF8.GetBytes(worker));
            return true;
        }
        catch (IOException e) when (e.HResult is FileExists or FileExistsOnWindows || File.Exists(path))
        {
            // It may be gone again by now: its worker finished the unit.
            return OwnerOf(unit) == worker;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MachineFaultException($"{path}: writing failed: {e.Message}", e);
        }
    }

    /// <summary>Takes the claim of a unit back: of any worker once the unit is finished, else the worker's own alone.</summary>
    public void Release(int unit, string worker, bool isFinished)
    {
        try
        {
            if (isFinished || OwnerOf(unit) == worker)
                File.Delete(PathOf(unit));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A claim that stays only lets others wait for a while.
        }
    }

    /// <summary>The units that are claimed.</summary>
    public HashSet<int> Units() => UnitFiles.In(_claims);

    /// <summary>Takes all claims back, once all units are finished.</summary>
    public void Clear()
    {
        try
        {
            if (Directory.Exists(_claims))
            {
                foreach (string path in Directory.EnumerateFiles(_claims))
                    File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Claims of finished units do no harm.
        }
    }

    /// <summary>The worker that claimed a unit; null where none did.</summary>
    public string? OwnerOf(int unit)
    {
        string path = PathOf(unit);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= MaxNameBytes } ? File.ReadAllText(path) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private string PathOf(int unit) => Path.Combine(_claims, unit.ToString("D8", CultureInfo.InvariantCulture));
}
