namespace GpuCluster.Cluster.Coordination;

/// <summary>What the folder of a job said at one moment.</summary>
/// <param name="Started">How many reports of finished units the coordinator had received when the look began.</param>
/// <param name="ManifestHash">SHA-256 of the manifest.</param>
/// <param name="Count">Units of the job.</param>
/// <param name="Ready">Units without output whose inputs are there.</param>
/// <param name="Finished">Units found with a valid output, among those that were asked about.</param>
internal sealed record FolderLook(
    long Started,
    string ManifestHash,
    int Count,
    IReadOnlyList<int> Ready,
    IReadOnlyList<int> Finished
);
