using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;

namespace GpuCluster.Session.Remote;

/// <summary>
/// Brings requests from the socket's threads to the frame thread, which alone touches the scene, and keeps those that take their time.
/// </summary>
/// <param name="session">What requests work with. Frame thread.</param>
/// <param name="wake">Wakes the frame thread; called from other threads.</param>
public sealed class RemoteInbox(IRemoteSession session, Action wake)
{
    private readonly ConcurrentQueue<RemoteCall> _arrived = new();
    private readonly List<(RemoteCall Call, Func<JsonObject?> Result)> _waiting = [];

    /// <summary>Whether a request waits for something that the scene does not have yet. Frame thread.</summary>
    public bool IsWaiting => _waiting.Count > 0;

    /// <summary>Any thread: adds a request.</summary>
    public void Add(RemoteCall call)
    {
        _arrived.Enqueue(call);
        wake();
    }

    /// <summary>Frame thread: does what has arrived, and answers what is done.</summary>
    public void Handle()
    {
        while (_arrived.TryDequeue(out RemoteCall? call))
        {
            RemoteCall each = call;
            Guard(each, () => _waiting.Add((each, Begin(each.Request))));
        }

        for (int i = _waiting.Count - 1; i >= 0; i--)
        {
            (RemoteCall call, Func<JsonObject?> result) = _waiting[i];
            if (call.IsGone || IsAnswered(call, result))
                _waiting.RemoveAt(i);
        }
    }

    private static bool IsAnswered(RemoteCall call, Func<JsonObject?> result)
    {
        JsonObject? done = null;
        bool isSound = Guard(call, () => done = result());
        if (done is not null)
            call.Succeed(done);
        return !isSound || done is not null;
    }

    private static bool Guard(RemoteCall call, Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (Exception e) when (e is UnusableInputException or MachineFaultException)
        {
            call.Fail(e.Message);
            return false;
        }
    }

    private Func<JsonObject?> Begin(RemoteRequest request)
    {
        RemoteVerb verb = RemoteVerbs.Find(request.Verb);
        request.Arguments.Check(verb);
        if (!session.HasCloud && !verb.IsForLoading)
            throw new UnusableInputException("the data is still being read; wait answers once the layout is done");
        return verb.Begin(session, request.Arguments);
    }
}
