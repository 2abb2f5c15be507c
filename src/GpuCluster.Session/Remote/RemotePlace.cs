using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Session.Remote;

/// <summary>The files of a socket: itself, its token (PATH.token), and the lock of the window that listens (PATH.lock).</summary>
/// <remarks>
/// How it works. The lock is held as long as the process lives, however it ends. So who has it may remove the socket of a killed process,
/// if the socket's token shows that a window made it. The token is written before the socket is there.
/// </remarks>
public sealed class RemotePlace : IDisposable
{
    /// <summary>Hexadecimal digits of a token: 256 random bits.</summary>
    public const int TokenLength = 64;

    /// <summary>Bytes of a socket's path on Linux, its end left out (sun_path, unix(7)).</summary>
    private const int MaxPathBytes = 107;

    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly FileStream _lock;

    private RemotePlace(string path, FileStream held)
    {
        (Path, _lock) = (path, held);
        Token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenLength / 2));
    }

    /// <summary>The socket.</summary>
    public string Path { get; }

    /// <summary>What a program has to know.</summary>
    public string Token { get; }

    /// <summary>Where a window listens unless a path is given.</summary>
    /// <exception cref="UnusableInputException">The user has neither a runtime folder nor a home.</exception>
    public static string Usual()
    {
        string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        string folder =
            !string.IsNullOrEmpty(runtime) && System.IO.Path.IsPathRooted(runtime) && Directory.Exists(runtime)
                ? System.IO.Path.Combine(runtime, "gpucluster")
                : UserCache.Folder("sockets") ?? throw new UnusableInputException("no home folder for a socket; give a path");
        return System.IO.Path.Combine(folder, "view.sock");
    }

    /// <summary>The file that holds the token of a socket.</summary>
    public static string TokenFileOf(string path) => path + ".token";

    /// <summary>Checks a path, and takes it as this process'.</summary>
    /// <param name="path">Where the socket will be.</param>
    /// <exception cref="UnusableInputException">It is too long, another window has it, or a file that is no socket lies there.</exception>
    public static RemotePlace Take(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        CheckLength(full);
        string folder = System.IO.Path.GetDirectoryName(full)!;
        if (full == Usual())
            UserCache.Make(folder);
        else if (!Directory.Exists(folder))
            throw new UnusableInputException($"{full}: the folder {folder} is not there; make it or choose another");

        RemotePlace place = new(full, Lock(full));
        try
        {
            if (Exists(full) && !(File.Exists(TokenFileOf(full)) && IsLeft(full)))
                throw new UnusableInputException($"{full}: exists and is no socket that a window left; choose another path");
            File.Delete(full);
            place.WriteToken();
            return place;
        }
        catch
        {
            Remove(LockFileOf(full));
            place._lock.Dispose();
            throw;
        }
    }

    /// <summary>The address of a socket.</summary>
    /// <exception cref="UnusableInputException">The path is too long for one.</exception>
    public static UnixDomainSocketEndPoint AddressOf(string path)
    {
        CheckLength(path);
        return new UnixDomainSocketEndPoint(path);
    }

    /// <summary>Closes the socket's file to other users.</summary>
    public void CloseToOthers()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path, UserOnly);
    }

    /// <summary>Removes the three files.</summary>
    public void Dispose()
    {
        foreach (string file in new[] { Path, TokenFileOf(Path), LockFileOf(Path) })
            Remove(file);
        _lock.Dispose();
    }

    private static void CheckLength(string path)
    {
        int bytes = Encoding.UTF8.GetByteCount(path);
        if (bytes > MaxPathBytes)
        {
            throw new UnusableInputException(
                $"{path}: a socket's path has at most {MaxPathBytes} bytes, this one {bytes}; choose a shorter one"
            );
        }
    }

    private static bool Exists(string path) =>
        new FileInfo(path) is { } file && (file.Exists || Directory.Exists(path) || file.LinkTarget is not null);

    private static bool IsLeft(string path)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused && new FileInfo(path).Length == 0;
        }
    }

    private static string LockFileOf(string path) => path + ".lock";

    private static void Remove(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next window removes it.
        }
    }

    private static FileStream Lock(string path)
    {
        string file = LockFileOf(path);
        try
        {
            return Open(file, FileMode.OpenOrCreate);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new UnusableInputException($"{path}: another window listens there; choose another path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(file, e);
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        FileStreamOptions options = new()
        {
            Mode = mode,
            Access = FileAccess.Write,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UserOnly;
        return new FileStream(path, options);
    }

    private static UnusableInputException Unwritable(string path, Exception cause) =>
        new($"{path}: cannot be written there ({cause.Message}); choose a path in another folder", cause);

    // A file that is there may be open to others: it is replaced.
    private void WriteToken()
    {
        string file = TokenFileOf(Path);
        try
        {
            File.Delete(file);
            using FileStream stream = Open(file, FileMode.CreateNew);
            stream.Write(Encoding.ASCII.GetBytes(Token));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(file, e);
        }
    }
}
