using GpuCluster.Core.Layouts;
using GpuCluster.Scene.Steering;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Session.Layouts;

/// <summary>What a live layout was before it started again or went on, to go back to. The layout's thread makes and uses it.</summary>
/// <param name="Layout">Null where the layout is finished for good and does not change.</param>
/// <param name="EpochsBefore">Epochs on the timeline before its schedule.</param>
/// <param name="IsPaused">Whether it was paused.</param>
/// <param name="History">Recorded epochs that a restart clears; null where they stay.</param>
/// <param name="Timeline">Figures and stations.</param>
internal sealed record LayoutReturn(
    LayoutMoment? Layout,
    int EpochsBefore,
    bool IsPaused,
    IReadOnlyList<EpochKeyframe>? History,
    TimelineState Timeline
)
{
    /// <summary>Before a layout goes on: its recorded epochs stay.</summary>
    public static LayoutReturn FromGoingOn(ILayoutStepper stepper, int epochsBefore, bool isPaused, TimelineModel timeline) =>
        new((stepper as IContinuingStepper)?.Keep(), epochsBefore, isPaused, null, timeline.State);

    /// <summary>Before a layout starts again: its recorded epochs are kept, thinned where they are too long.</summary>
    public static LayoutReturn FromRestart(ILayoutStepper stepper, int epochsBefore, bool isPaused, TimelineModel timeline) =>
        FromGoingOn(stepper, epochsBefore, isPaused, timeline) with
        {
            History = timeline.History.Export(SteeringModel.MaxKeptHistory),
        };

    /// <summary>Brings the layout and its timeline back.</summary>
    public void Apply(ILayoutStepper stepper, TimelineModel timeline)
    {
        if (Layout is not null)
            (stepper as IContinuingStepper)?.GoBackTo(Layout);
        if (History is not null)
            timeline.GoBack(History, Timeline);
        else
            timeline.GoBack(EpochsBefore + stepper.Epoch);
    }
}
