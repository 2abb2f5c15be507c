namespace GpuCluster.Core.Layouts;

/// <summary>A layout that can go on when its schedule has ended. Used by one thread at a time.</summary>
public interface IContinuingStepper : ILayoutStepper
{
    /// <summary>
    /// Goes on from the present positions with a fresh schedule of <paramref name="epochs"/> epochs: <see cref="ILayoutStepper.Epoch"/> is
    /// 0 again. The result is bit for bit that of a layout that starts from these positions. t-SNE skips early exaggeration, which would
    /// destroy the layout.
    /// </summary>
    /// <param name="epochs">1 or more.</param>
    void Continue(int epochs);

    /// <summary>What the layout could go back to, between two epochs.</summary>
    LayoutMoment Keep();

    /// <summary>Goes back to an earlier moment: with the options and pins of then, the next epochs are the same, bit for bit.</summary>
    /// <param name="moment">Of a stepper of this kind and of as many points.</param>
    /// <exception cref="ArgumentException">Another number of points.</exception>
    void GoBackTo(LayoutMoment moment);
}
