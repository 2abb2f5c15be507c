using GpuCluster.App;

return await GpuClusterCommand.RunAsync(args).ConfigureAwait(false);
