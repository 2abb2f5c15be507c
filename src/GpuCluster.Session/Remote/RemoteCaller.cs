using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Remote;

/// <summary>The other end of a socket: a program that works with a window. One call at a time.</summary>
public sealed class RemoteCaller : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly RemoteLines _lines;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private long _id;

    private RemoteCaller(string path, NetworkStream stream) => (_path, _stream, _lines) = (path, stream, new RemoteLines(stream));

    /// <summary>Connects to a window and shows it the token that lies beside its socket.</summary>
    /// <exception cref="UnusableInputException">No window listens there, or the token is not the window's.</exception>
    public static async Task<RemoteCaller> ConnectAsync(string path, CancellationToken cancellation)
    {
        try
        {
            string token = await TokenOfAsync(path, cancellation).ConfigureAwait(false);
            RemoteCaller caller = new(path, await OpenAsync(path, cancellation).ConfigureAwait(false));
            try
            {
                await caller.CallAsync(new JsonObject { ["token"] = token }, cancellation).ConfigureAwait(false);
                return caller;
            }
            catch
            {
                caller.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: no window listens there ({e.Message}); open one that listens", e);
        }
    }

    /// <summary>Asks, and waits for the answer's result.</summary>
    /// <param name="request">The verb and its arguments; the id is added.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="UnusableInputException">The window refused, or has ended; the message says why.</exception>
    public async Task<JsonObject> CallAsync(JsonObject request, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            long id = request["id"] is null ? ++_id : throw new ArgumentException("The id is added here.", nameof(request));
            request["id"] = id;
            await _stream.WriteAsync(Encoding.UTF8.GetBytes(request.ToJsonString() + "\n"), cancellation).ConfigureAwait(false);

            // The answer to a call that was given up comes first.
            while (true)
            {
                byte[] line = await _lines.ReadAsync(RemoteLines.MaxLine, cancellation).ConfigureAwait(false) ?? throw Ended(null);
                JsonObject answer = JsonNode.Parse(line)!.AsObject();
                if (answer["id"] is { } asked && asked.GetValue<long>() != id)
                    continue;
                if (answer["ok"]!.GetValue<bool>() is false)
                    throw new UnusableInputException(answer["error"]!.GetValue<string>());
                return answer["result"]!.DeepClone().AsObject();
            }
        }
        catch (IOException e)
        {
            throw Ended(e);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _turn.Dispose();
    }

    private static async Task<NetworkStream> OpenAsync(string path, CancellationToken cancellation)
    {
#pragma warning disable IDISP001 // The stream that is returned owns it.
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
#pragma warning restore IDISP001
        try
        {
            await socket.ConnectAsync(RemotePlace.AddressOf(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private UnusableInputException Ended(Exception? cause) => new($"{_path}: the window has ended", cause);

    private static async Task<string> TokenOfAsync(string path, CancellationToken cancellation)
    {
        using FileStream file = new(RemotePlace.TokenFileOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] token = new byte[RemotePlace.TokenLength];
        int read = await file.ReadAtLeastAsync(token, token.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return Encoding.ASCII.GetString(token, 0, read);
    }
}
