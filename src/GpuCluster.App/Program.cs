using GpuCluster.App.CommandLine;

return await GpuClusterCommand.RunAsync(args).ConfigureAwait(false);
