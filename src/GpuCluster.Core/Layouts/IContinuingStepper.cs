namespace GpuCluster.Core.Layouts;

/// <summary>A layout that can go on when its schedule has ended. Used by one thread at a time.</summary>
public interface IContinuingStepper : ILayoutStepper
{
    /// <summary>
    /// Goes on from the present positions with a fresh schedule of <paramref name="epochs"/> epochs: <see cref="ILayoutStepper.Epoch"/> is 0 again. What follows is, to
    /// the bit, what a layout that starts from these positions would do; of t-SNE, without another exaggeration, which would undo what is laid out.
    /// </summary>
    /// <param name="epochs">1 or more.</param>
    void Continue(int epochs);
}
