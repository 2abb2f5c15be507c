namespace GpuCluster.Session.Remote;

/// <summary>What a parameter of a verb takes.</summary>
public enum RemoteKind
{
    Text,
    Number,
    Flag,
    Numbers,
}
