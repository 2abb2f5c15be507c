namespace GpuCluster.Data.Scenes;

/// <summary>The names of a .gpc's members.</summary>
internal static class SceneMembers
{
    public const string Document = "scene.json";
    public const string Positions = "positions.npy";
    public const string Rows = "rows.npy";
    public const string Initial = "initial.npy";
    public const string Labels = "labels.npy";
    public const string GraphRowStart = "graph/row_start.npy";
    public const string GraphNeighbours = "graph/neighbours.npy";
    public const string GraphWeights = "graph/weights.npy";
    public const string KnnNeighbours = "knn/neighbours.npy";
    public const string KnnDistances = "knn/distances.npy";
    public const string HistoryEpochs = "history/epochs.npy";
    public const string HistoryLow = "history/low.npy";
    public const string HistoryStep = "history/step.npy";
    public const string HistoryPositions = "history/positions.npy";
    public const string Selected = "selection/selected.npy";
    public const string Hidden = "selection/hidden.npy";
    public const string Isolated = "selection/isolated.npy";
    public const string Pinned = "selection/pinned.npy";

    public static string Column(int index, bool isNumeric) => $"columns/{index}.{(isNumeric ? "npy" : "json")}";
}
