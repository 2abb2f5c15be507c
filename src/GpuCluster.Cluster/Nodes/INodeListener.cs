namespace GpuCluster.Cluster.Nodes;

/// <summary>Receives what happens on a node, from several threads.</summary>
public interface INodeListener
{
    /// <summary>The node is part of its cluster.</summary>
    void Joined(string address);

    /// <summary>The other nodes took this one for dead, or it lost the cluster: its units go to others, and it joins again.</summary>
    void Lost(string reason);

    /// <summary>A unit begins.</summary>
    void Began(string job, int unit);

    /// <summary>A unit ended.</summary>
    /// <param name="failure">Why it failed, or null.</param>
    void Ended(string job, int unit, string? failure);

    /// <summary>The node takes no units of a job.</summary>
    void Refused(string job, string reason);
}
