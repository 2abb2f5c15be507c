using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Core.Tests.Quality;

public sealed class LabelAgreementTests
{
    [Fact]
    public void Labels_are_matched_by_name_whatever_the_case_and_their_order()
    {
        LabelAgreement? agreement = LabelAgreement.Count([0, 1, 1, 0], ["cat", "dog"], new SampleLabels([1, 0, 1, -1], ["Dog", "CAT"]));
        Assert.NotNull(agreement);
        Assert.Equal((3, 2), (agreement.Labelled, agreement.Right));
        Assert.Equal([2, 1], agreement.LabelledOf);
        Assert.Equal([1, 1], agreement.RightOf);
        Assert.Equal((2 / 3.0, 0.5, 1.0), (agreement.Accuracy, agreement.RecallOf(0), agreement.RecallOf(1)));
    }

    [Fact]
    public void Numbers_are_places_in_the_list_unless_they_are_names_in_it()
    {
        SampleLabels labels = new([0, 1], ["2", "0"]);
        Assert.Equal(2, LabelAgreement.Count([2, 0], ["zero", "one", "two"], labels)!.Right);
        Assert.Equal(2, LabelAgreement.Count([0, 1], ["2", "0"], labels)!.Right);
    }

    [Fact]
    public void Labels_that_are_not_among_the_classes_give_no_figure()
    {
        Assert.Null(LabelAgreement.Count([0], ["cat"], new SampleLabels([0], ["bird"])));
        Assert.Null(LabelAgreement.Count([0], ["cat"], new SampleLabels([0], ["1"])));
        Assert.Equal(double.NaN, LabelAgreement.Count([0], ["cat"], new SampleLabels([-1], []))!.Accuracy);
    }
}
