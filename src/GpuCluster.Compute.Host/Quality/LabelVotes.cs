using GpuCluster.Core.Graphs;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>What neighbours say of labels: which samples are probably labelled wrong, and which classes lie among each other.</summary>
/// <param name="Suspects">The samples whose neighbours disagree, the largest share first; ties by index.</param>
/// <param name="Confusion">How many neighbours of the samples of one class are of another (or the same): pairs that occur only, by class,
/// then by falling number.</param>
/// <param name="Agreement">The mean share of neighbours that have a sample's own label; NaN where no labelled sample has labelled
/// neighbours.</param>
public sealed record LabelVotes(IReadOnlyList<LabelVote> Suspects, IReadOnlyList<ConfusedClasses> Confusion, double Agreement)
{
    /// <summary>Lets neighbours vote.</summary>
    /// <param name="knn">Neighbours of all n samples, in the space of the vectors.</param>
    /// <param name="labels">n labels; samples without one neither vote nor are voted on.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static LabelVotes Count(KnnGraph knn, SampleLabels labels, CancellationToken cancellation)
    {
        List<LabelVote> suspects = [];
        Dictionary<(int Own, int Other), long> confusion = [];
        Dictionary<int, int> votes = [];
        double agreements = 0;
        int voted = 0;
        for (int sample = 0; sample < knn.Count; sample++)
        {
            cancellation.ThrowIfCancellationRequested();
            int own = labels.ClassOf[sample];
            if (own < 0)
                continue;
            votes.Clear();
            int total = 0;
            foreach (int neighbour in knn.NeighboursOf(sample)[1..])
            {
                int other = labels.ClassOf[neighbour];
                if (other < 0)
                    continue;
                votes[other] = votes.GetValueOrDefault(other) + 1;
                confusion[(own, other)] = confusion.GetValueOrDefault((own, other)) + 1;
                total++;
            }

            if (total == 0)
                continue;
            voted++;
            agreements += (double)votes.GetValueOrDefault(own) / total;
            LabelVote vote = Winner(sample, own, votes, total);
            if (vote.Disagrees)
                suspects.Add(vote);
        }

        return new LabelVotes(
            [.. suspects.OrderByDescending(vote => vote.Share).ThenBy(vote => vote.Sample)],
            [
                .. confusion
                    .Select(pair => new ConfusedClasses(pair.Key.Own, pair.Key.Other, pair.Value))
                    .OrderBy(pair => pair.Own)
                    .ThenByDescending(pair => pair.Neighbours)
                    .ThenBy(pair => pair.Other),
            ],
            voted == 0 ? double.NaN : agreements / voted
        );
    }

    private static LabelVote Winner(int sample, int own, Dictionary<int, int> votes, int total)
    {
        int winner = own,
            max = votes.GetValueOrDefault(own);
        foreach ((int other, int count) in votes)
        {
            if (count > max || (count == max && winner != own && other < winner))
                (winner, max) = (other, count);
        }

        return new LabelVote(sample, own, winner, (double)max / total);
    }
}
