using System.Net;
using GpuCluster.Cluster.Security;
using GpuCluster.Jobs;

namespace GpuCluster.Cluster.Nodes;

/// <summary>How a node takes part in a cluster.</summary>
public sealed record NodeSettings
{
    /// <summary>The cluster's name: nodes of one name in one database belong together.</summary>
    public required string Cluster { get; init; }

    /// <summary>The node's name in messages and in the job's folder.</summary>
    public required string Name { get; init; }

    /// <summary>The program's version: nodes of different ones do not share a job.</summary>
    public required string Version { get; init; }

    /// <summary>Opens the units of a job's folder. It throws what a command reports to its user.</summary>
    public required Func<string, IUnits> Open { get; init; }

    /// <summary>Where the node listens and how others reach it.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The port for other nodes; clients use the next one. 0 takes free ones.</summary>
    public int Port { get; init; }

    /// <summary>A connection string of PostgreSQL, where the nodes find each other; null for a cluster of this process alone.</summary>
    public string? Database { get; init; }

    /// <summary>The cluster's certificate; null for connections without TLS, on this machine only.</summary>
    public ClusterCertificate? Certificate { get; init; }

    /// <summary>Whether units run on a GPU here.</summary>
    public bool HasGpu { get; init; }

    /// <summary>The port of the dashboard on this machine, or null for none.</summary>
    public int? Dashboard { get; init; }

    /// <summary>A file for the messages of Orleans itself, or null.</summary>
    public string? Log { get; init; }
}
