using System.Net.Sockets;

namespace GpuCluster.Session.Remote;

/// <summary>A local socket at which programs work with a window. Its tasks never touch the scene: requests go to the inbox.</summary>
public sealed class RemoteSocket : IDisposable
{
    private const int MaxPrograms = 16;
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(1);
    private readonly RemotePlace _place;
    private readonly RemoteInbox _inbox;
    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private int _programs;
    private bool _isDisposed;

    /// <summary>Listens from now on.</summary>
    /// <param name="place">Owned where this succeeds.</param>
    /// <param name="inbox">Receives requests.</param>
    public RemoteSocket(RemotePlace place, RemoteInbox inbox)
    {
        (_place, _inbox) = (place, inbox);
        _socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            _socket.Bind(RemotePlace.AddressOf(place.Path));
            place.CloseToOthers();
            _socket.Listen();
        }
        catch
        {
            _socket.Dispose();
            _stop.Dispose();
            throw;
        }

        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Closes the socket and all connections, and removes its files.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _stop.Cancel();
        _socket.Dispose();
        _accepting.Wait(MaxEnd);
        _place.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                Socket program = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
                serving.RemoveAll(task => task.IsCompleted);
                if (Interlocked.Increment(ref _programs) > MaxPrograms)
                {
                    Interlocked.Decrement(ref _programs);
                    program.Dispose();
                    continue;
                }

                serving.Add(ServeAsync(program));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            await Task.WhenAll(serving).ConfigureAwait(false);
        }
    }

    private async Task ServeAsync(Socket program)
    {
        using RemoteConnection connection = new(program, _place.Token, _inbox);
        await connection.ServeAsync(_stop.Token).ConfigureAwait(false);
        Interlocked.Decrement(ref _programs);
    }
}
