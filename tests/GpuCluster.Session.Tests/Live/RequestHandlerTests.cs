using System.Runtime.CompilerServices;
using GpuCluster.Panels;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Files;
using GpuCluster.Session.Live;

namespace GpuCluster.Session.Tests.Live;

/// <summary>No request of a scene is lost: the one switch over them has a case for each.</summary>
public sealed class RequestHandlerTests : IDisposable
{
    private readonly PanelDesk _desk = new(new SceneState(new SampleFacts(1)));
    private readonly RequestHandler _handler;

    public RequestHandlerTests() => _handler = new RequestHandler(_desk, new SceneSaver(new OutFolder("")), _ => { });

    public static TheoryData<Type> Requests =>
        new(typeof(SceneRequest).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SceneRequest))));

    [Theory]
    [MemberData(nameof(Requests))]
    public void Every_request_has_a_case(Type request) =>
        _handler.Handle(cloud: null, (SceneRequest)RuntimeHelpers.GetUninitializedObject(request));

    [Fact]
    public void There_are_requests_to_test() => Assert.True(Requests.Count > 20);

    [Fact]
    public void What_has_no_case_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => _handler.Handle(cloud: null, null!));

    [Fact]
    public void Quit_and_panels_are_done()
    {
        Assert.True(_desk.IsShown);
        _handler.Handle(cloud: null, new SceneRequest.TogglePanels());
        _handler.Handle(cloud: null, new SceneRequest.Quit());
        Assert.False(_desk.IsShown);
        Assert.True(_handler.HasQuit);
    }

    public void Dispose() => _desk.Dispose();
}
