using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Remote;

/// <summary>One program at the socket: its token, its requests, and the answers that it has not read yet.</summary>
/// <remarks>
/// How it works. One task reads lines, another writes answers. Answers wait in a queue that is bounded in number and in bytes; a program
/// that lets it fill, or takes an answer in no <see cref="MaxWrite"/>, is cut off, so that nothing waits for it.
/// </remarks>
/// <param name="socket">Owned.</param>
/// <param name="token">What the first message has to hold.</param>
/// <param name="inbox">Receives requests.</param>
internal sealed class RemoteConnection(Socket socket, string token, RemoteInbox inbox) : IDisposable
{
    /// <summary>Answers that wait at most.</summary>
    public const int MaxAnswers = 256;

    private const int MaxFirstLine = 4096;
    private const long MaxAnswerBytes = 64L << 20;
    private static readonly TimeSpan MaxWrite = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxGreeting = TimeSpan.FromSeconds(10);
    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly CancellationTokenSource _end = new();
    private readonly Channel<byte[]> _answers = Channel.CreateBounded<byte[]>(MaxAnswers);
    private long _bytes;
    private int _open;
    private volatile bool _isGone;

    /// <summary>Serves the program until it leaves, is cut off, or <paramref name="stop"/> says so. Throws nothing.</summary>
    public async Task ServeAsync(CancellationToken stop)
    {
        using CancellationTokenRegistration stopping = stop.Register(_end.Cancel);
        try
        {
            RemoteLines lines = new(_stream);
            if (!await IsKnownAsync(lines).ConfigureAwait(false))
                return;
            Task writing = WriteAsync();
            try
            {
                while (await lines.ReadAsync(RemoteLines.MaxLine, _end.Token).ConfigureAwait(false) is { } line)
                    Receive(line);
            }
            catch (InvalidDataException e)
            {
                Answer(RemoteCall.LineOf(null, null, e.Message));
            }
            finally
            {
                _isGone = true;
                _answers.Writer.TryComplete();
                await writing.ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The program has left, or was cut off.
        }
        finally
        {
            _isGone = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _end.Dispose();
    }

    private async Task<bool> IsKnownAsync(RemoteLines lines)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        patience.CancelAfter(MaxGreeting);
        string? refusal = "the first line must be {\"token\": \"...\"}, with the text of the .token file beside the socket";
        JsonNode? id = null;
        try
        {
            if (await lines.ReadAsync(MaxFirstLine, patience.Token).ConfigureAwait(false) is not { } line)
                return false;
            RemoteRequest first = RemoteRequest.Parse(line);
            id = first.Id;
            if (first.Token is { } given && IsEqual(given))
                refusal = null;
        }
        catch (Exception e) when (e is UnusableInputException or InvalidDataException)
        {
            // Refused as a wrong token is.
        }

        JsonObject result = new() { ["program"] = "gpucluster", ["protocol"] = 1 };
        byte[] answer = BytesOf(RemoteCall.LineOf(id, refusal is null ? result : null, refusal));
        await _stream.WriteAsync(answer, patience.Token).ConfigureAwait(false);
        return refusal is null;
    }

    private bool IsEqual(string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(given)),
            SHA256.HashData(Encoding.UTF8.GetBytes(token))
        );

    private void Receive(byte[] line)
    {
        if (line.AsSpan().Trim(" \r\t"u8).IsEmpty)
            return;
        if (Interlocked.Increment(ref _open) > MaxAnswers)
        {
            _end.Cancel();
            return;
        }

        RemoteRequest request;
        try
        {
            request = RemoteRequest.Parse(line);
        }
        catch (UnusableInputException e)
        {
            Answer(RemoteCall.LineOf(null, null, e.Message));
            return;
        }

        inbox.Add(new RemoteCall(request, Answer, () => _isGone));
    }

    // The frame thread, or the reading one.
    private void Answer(string line)
    {
        byte[] answer = BytesOf(line);
        long bytes = Interlocked.Add(ref _bytes, answer.Length);
        if ((bytes > MaxAnswerBytes && bytes > answer.Length) || !_answers.Writer.TryWrite(answer))
            Cut();
    }

    private void Cut()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has left meanwhile.
        }
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (byte[] answer in _answers.Reader.ReadAllAsync(_end.Token).ConfigureAwait(false))
            {
                using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
                patience.CancelAfter(MaxWrite);
                await _stream.WriteAsync(answer, patience.Token).ConfigureAwait(false);
                Interlocked.Add(ref _bytes, -answer.Length);
                Interlocked.Decrement(ref _open);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            Cut();
        }
    }

    private static byte[] BytesOf(string line) => Encoding.UTF8.GetBytes(line + "\n");
}
