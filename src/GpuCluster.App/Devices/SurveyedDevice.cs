using System.Text.Json.Nodes;
using GpuCluster.Core.Devices;

namespace GpuCluster.App.Devices;

/// <summary>A device as one of the three libraries sees it, or the word that it sees none.</summary>
/// <param name="Name">The device, or what stands in for it.</param>
/// <param name="Kind">What it is, in a word; empty where nothing is known.</param>
/// <param name="IsUsable">Whether this program could use it.</param>
/// <param name="Note">Why it was or was not chosen.</param>
/// <param name="Identity">What it can be matched by.</param>
internal sealed record SurveyedDevice(string Name, string Kind, bool IsUsable, string Note, DeviceIdentity? Identity = null)
{
    /// <summary>Which of Vulkan's devices it is, by its place in the list, and how that is known; null where that is not asked.</summary>
    public (int? Index, string Reason)? Match { get; init; }

    /// <summary>Bytes of a compute device's memory; null where that is not asked.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>
    /// What its memory has room for, by the plan of a whole UMAP run with 15 neighbours: the largest numbers of samples; null where that is
    /// not asked.
    /// </summary>
    public IReadOnlyList<(int Features, int Samples)>? Room { get; init; }

    /// <summary>For programs.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["name"] = Name,
            ["kind"] = Kind,
            ["usable"] = IsUsable,
            ["note"] = Note,
        };
        if (Identity?.Uuid is { } uuid)
            json["uuid"] = uuid.ToString();

        if (Identity?.PciAddress is { } pci)
            json["pci"] = pci;

        if (Identity?.Luid is { } luid)
            json["luid"] = $"{luid:x16}";

        if (MemoryBytes is { } bytes)
            json["memoryBytes"] = bytes;

        if (Room is { } room)
        {
            json["room"] = new JsonArray([
                .. room.Select(each => new JsonObject { ["features"] = each.Features, ["samples"] = each.Samples }),
            ]);
        }

        if (Match is { } match)
            json["match"] = new JsonObject { ["vulkan"] = match.Index, ["reason"] = match.Reason };

        return json;
    }
}
