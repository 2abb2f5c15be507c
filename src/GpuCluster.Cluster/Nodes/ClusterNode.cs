using System.Net;
using System.Net.Sockets;
using GpuCluster.Cluster.Coordination;
using GpuCluster.Cluster.Security;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Serialization;

namespace GpuCluster.Cluster.Nodes;

/// <summary>One node: an Orleans silo and the loop that works.</summary>
public static class ClusterNode
{
    public static string? Start;
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeRejoin = TimeSpan.FromSeconds(2);

    /// <summary>Takes part in a cluster until it is cancelled. A node that the others took for dead joins again.</summary>
    public static async Task RunAsync(NodeSettings settings, INodeListener listener, CancellationToken cancellation)
    {
        IReadOnlyList<JobEntry> jobs = Start is null ? [] : [new JobEntry(Start, Guid.NewGuid())];
        while (!cancellation.IsCancellationRequested)
        {
            jobs = await RunOnceAsync(settings, listener, jobs, cancellation).ConfigureAwait(false);
            await Task.Delay(BeforeRejoin, cancellation).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<JobEntry>> RunOnceAsync(
        NodeSettings settings,
        INodeListener listener,
        IReadOnlyList<JobEntry> jobs,
        CancellationToken cancellation
    )
    {
        using FatalErrors errors = new();
        using IHost host = Build(settings, errors);
        await host.StartAsync(cancellation).ConfigureAwait(false);
        string silo = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress.ToParsableString();
        listener.Joined(silo);
        NodeWorker worker = new(settings, listener, host.Services.GetRequiredService<IGrainFactory>(), silo, jobs);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, errors.Token);
        await worker.RunAsync(stop.Token).ConfigureAwait(false);
        if (errors.Token.IsCancellationRequested)
            listener.Lost(errors.Reason);

        using CancellationTokenSource patience = new(TimeToLeave);
        try
        {
            await host.StopAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // The others find out.
        }

        return worker.Known;
    }

    private static IHost Build(NodeSettings settings, FatalErrors errors)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton<IFatalErrorHandler>(errors);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ITypeNameFilter, AllowedTypes>();
        builder.UseOrleans(silo => Configure(silo, settings));
        return builder.Build();
    }

    private static void Configure(ISiloBuilder silo, NodeSettings settings)
    {
        (int siloPort, int gatewayPort) = settings.Port > 0 ? (settings.Port, settings.Port + 1) : (FreePort(settings.Address), FreePort(settings.Address));
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.Cluster, "gpucluster"));
        silo.Configure<SiloOptions>(options => options.SiloName = settings.Name);
        silo.ConfigureEndpoints(settings.Address, siloPort, gatewayPort);
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromSeconds(3);
        });
        if (settings.Database is { } database)
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database));
        else
            silo.UseLocalhostClustering(siloPort, gatewayPort, null, "gpucluster", settings.Cluster);

        if (settings.Certificate is { } certificate)
            silo.UseTls(certificate.Apply);
        if (Environment.GetEnvironmentVariable("TRIAL_LOG") is { } log)
            silo.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat="HH:mm:ss.fff "; }));
    }

    private static int FreePort(IPAddress address)
    {
        using Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>The command handles signals; the host only starts and stops.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
