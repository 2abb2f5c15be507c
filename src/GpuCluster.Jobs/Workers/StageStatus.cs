using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Workers;

/// <summary>How far one stage of a job is.</summary>
/// <param name="Kind">What its units do.</param>
/// <param name="Total">Its units.</param>
/// <param name="Done">Those that are finished.</param>
/// <param name="Running">Those that a worker has claimed and not finished.</param>
/// <param name="Failed">Those that failed and were not finished since.</param>
public sealed record StageStatus(UnitKind Kind, int Total, int Done, int Running, int Failed);
