using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>
/// A stretch of a file as floats, mapped and not copied: pages come from the system's cache when they are first read and go when memory is
/// short, so a file may be larger than the memory. The mapping lives until <see cref="IDisposable.Dispose"/> or the end of the process:
/// spans of its rows are not reference-counted, so no finalizer may unmap it. A mapping that is not disposed costs only address space.
/// </summary>
/// <remarks>
/// If another program shortens the file meanwhile, its last pages have no bytes. Reading them raises a hardware fault (SIGBUS) that .NET
/// cannot catch: the process ends at once with the runtime's "Fatal error" on standard error and exit code 134. Results are written to a
/// temporary file and renamed, so none is left incomplete.
/// </remarks>
internal sealed unsafe class MappedFloats : MemoryManager<float>, IMappedMemory
{
    /// <summary>MADV_DONTNEED: of pages of a file, that they are read again from it.</summary>
    private const int NotNeeded = 4;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int _length;
    private readonly float* _first;
    private bool _isDisposed;

    /// <summary>Maps a stretch.</summary>
    /// <param name="stream">The file, which may be closed after that.</param>
    /// <param name="start">Its first byte, a multiple of 4.</param>
    /// <param name="length">Floats, 1 or more, all within the file.</param>
    /// <param name="path">For messages.</param>
    /// <exception cref="MachineFaultException">It cannot be mapped.</exception>
    public MappedFloats(FileStream stream, long start, int length, string path)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(start % sizeof(float), 0, nameof(start));
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        _length = length;
        try
        {
            _file = MemoryMappedFile.CreateFromFile(
                stream,
                mapName: null,
                0,
                MemoryMappedFileAccess.Read,
                HandleInheritability.None,
                leaveOpen: true
            );
            _view = _file.CreateViewAccessor(start, (long)length * sizeof(float), MemoryMappedFileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            _file?.Dispose();
            throw new MachineFaultException($"{path}: cannot be mapped into memory: {e.Message}", e);
        }

        byte* view = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref view);
        _first = (float*)(view + _view.PointerOffset);
    }

    /// <inheritdoc/>
    /// <remarks>Advice alone: where the system takes none, nothing changes.</remarks>
    public void LetGo()
    {
        if (_isDisposed || !OperatingSystem.IsLinux())
            return;
        nuint page = (nuint)Environment.SystemPageSize,
            start = ((nuint)_first + page - 1) / page * page,
            end = (nuint)(_first + _length) / page * page;
        if (start < end)
            _ = Advise((void*)start, end - start, NotNeeded);
    }

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return new Span<float>(_first, _length);
    }

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));
        return new MemoryHandle(_first + elementIndex);
    }

    /// <inheritdoc/>
    public override void Unpin() { }

    /// <inheritdoc/>
#pragma warning disable IDISP010, IDISP023 // The base method is abstract, and there is no finalizer: see above.
    protected override void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
            return;
        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
#pragma warning restore IDISP010, IDISP023

    [DllImport("libc", EntryPoint = "madvise")]
    private static extern int Advise(void* start, nuint length, int advice);
}
