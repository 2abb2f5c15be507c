using GpuCluster.App.Devices;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Panels.Drawing;
using GpuCluster.Windowing.Glfw;

namespace GpuCluster.App.Diagnosis;

/// <summary>
/// Everything that the program uses of a machine, each part with its state and remedy. Nothing is computed: a device is listed as its
/// driver describes it.
/// </summary>
internal static class MachineDiagnosis
{
    /// <summary>Looks at all parts, one after the other: another program or a driver may take its time.</summary>
    /// <param name="outFolder">Where results go.</param>
    /// <param name="cancellation">Ends it between two parts.</param>
    public static IReadOnlyList<MachineCheck> Take(string outFolder, CancellationToken cancellation)
    {
        List<MachineCheck> checks = [];
        foreach (MachineCheck check in All(outFolder))
        {
            checks.Add(check);
            cancellation.ThrowIfCancellationRequested();
        }

        return checks;
    }

    private static IEnumerable<MachineCheck> All(string outFolder)
    {
        yield return Processor();
        yield return MemoryCheck.Run();
        yield return ToolCheck.Run(
            "sdk",
            "dotnet",
            "--list-sdks",
            text => text.Split('\n').Any(line => line.StartsWith("10.", StringComparison.Ordinal)),
            "install the .NET 10 SDK (on Debian, from Microsoft's feed: apt-get install dotnet-sdk-10.0); ./gpucluster builds with it"
        );
        foreach (MachineCheck check in Drawing())
            yield return check;
        yield return Window();
        foreach (MachineCheck check in Computing())
            yield return check;
        yield return Models();
        yield return Fonts();
        yield return Jpeg();
        yield return ToolCheck.Run(
            "ffmpeg",
            "ffmpeg",
            "-version",
            text => text.StartsWith("ffmpeg version", StringComparison.Ordinal),
            "apt-get install ffmpeg; films (.mp4) need it"
        );
        yield return FolderCheck.Run(
            "cache",
            UserCache.Folder("") ?? Path.GetTempPath(),
            "set XDG_CACHE_HOME to another folder; without a cache, images are read and embedded again each time"
        );
        yield return FolderCheck.Run("output", outFolder, "name another folder by --out-dir");
    }

    private static MachineCheck Processor()
    {
        HostMachine machine = HostMachine.Here();
        return new MachineCheck(
            "processor",
            CheckState.Ok,
            $"{machine.Processor}, {machine.Cores} cores, {machine.InstructionSet}; {machine.System}, {machine.Runtime}"
        );
    }

    private static IEnumerable<MachineCheck> Drawing()
    {
        (IReadOnlyList<SurveyedDevice> all, SurveyedDevice chosen) = DeviceSurvey.SurveyVulkan();
        if (all.Count == 0)
        {
            yield return new MachineCheck(
                "draw",
                CheckState.Missing,
                chosen.Note,
                "apt-get install libvulkan1 mesa-vulkan-drivers, or your GPU's own driver; pictures and the window need it"
            );
        }

        foreach (SurveyedDevice device in all)
        {
            yield return device.IsUsable
                ? new MachineCheck("draw", CheckState.Ok, $"{device.Name} [{device.Kind}]: {device.Note}")
                : new MachineCheck("draw", CheckState.Broken, $"{device.Name} [{device.Kind}]: {device.Note}", "update its driver");
        }
    }

    private static MachineCheck Window()
    {
        if (!GlfwLibrary.IsInstalled())
            return new MachineCheck("window", CheckState.Missing, "no GLFW", "apt-get install libglfw3; view and demo open a window by it");

        return Display.IsPresent
            ? new MachineCheck("window", CheckState.Ok, "GLFW, and a display is announced")
            : new MachineCheck(
                "window",
                CheckState.Missing,
                "GLFW, and no display: neither DISPLAY nor WAYLAND_DISPLAY is set",
                "run inside a graphical session; demo, render and report write files without one"
            );
    }

    private static IEnumerable<MachineCheck> Computing()
    {
        foreach (SurveyedDevice device in DeviceSurvey.SurveyIlgpu())
        {
            CheckState state =
                device.IsUsable ? CheckState.Ok
                : device.Kind.Length > 0 ? CheckState.Broken
                : CheckState.Missing;
            yield return new MachineCheck(
                "compute",
                state,
                device.Kind.Length > 0 ? $"{device.Name} [{device.Kind}]: {device.Note}" : device.Note,
                state == CheckState.Ok ? "" : "install or update the driver of your GPU; without one, the processor computes by SIMD"
            );
        }
    }

    private static MachineCheck Models()
    {
        OnnxProviders providers = OnnxProviders.List();
        return providers.Reason is { } reason
            ? new MachineCheck("models", CheckState.Broken, reason, "delete .build and run ./gpucluster again; models need it")
            : new MachineCheck("models", CheckState.Ok, $"ONNX Runtime {providers.Version}: {string.Join(", ", providers.Names)}");
    }

    private static MachineCheck Fonts() =>
        SystemFonts.CanWrite("汉字かな한글")
            ? new MachineCheck("fonts", CheckState.Ok, "Latin, Greek, Cyrillic; Chinese, Japanese and Korean")
            : new MachineCheck(
                "fonts",
                CheckState.Missing,
                "Latin, Greek and Cyrillic only",
                "apt-get install fonts-noto-cjk; boxes stand for other letters"
            );

    private static MachineCheck Jpeg() =>
        ImageDecoder.HasTurbo
            ? new MachineCheck("jpeg", CheckState.Ok, "libjpeg-turbo")
            : new MachineCheck(
                "jpeg",
                CheckState.Missing,
                "no libjpeg-turbo",
                "apt-get install libturbojpeg0; without it, decoding JPEGs takes about twice the time"
            );
}
