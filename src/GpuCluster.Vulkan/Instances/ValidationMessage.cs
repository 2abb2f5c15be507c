namespace GpuCluster.Vulkan.Instances;

/// <summary>One warning or error of the validation layers.</summary>
/// <param name="IsError">False for a warning.</param>
/// <param name="Id">The rule that was broken, such as VUID-vkCmdDispatch-None-02699 or SYNC-HAZARD-WRITE-AFTER-READ.</param>
/// <param name="Text">The layer's own words.</param>
public readonly record struct ValidationMessage(bool IsError, string Id, string Text);
