namespace GpuCluster.Core.Devices;

/// <summary>
/// Whether two libraries mean one physical device, and how that is known. Names are not compared: two cards of one kind have the same.
/// </summary>
/// <param name="IsSame">True where they do.</param>
/// <param name="Reason">What they have in common or what differs, for people.</param>
public readonly record struct DeviceMatch(bool IsSame, string Reason)
{
    /// <summary>
    /// Compares two descriptions by the first of UUID, LUID and PCI address that both have. A UUID that differs decides, also at one PCI
    /// address: a slice of a GPU (MIG) has a UUID of its own, and memory is not shared with the whole card.
    /// </summary>
    public static DeviceMatch Compare(DeviceIdentity one, DeviceIdentity other)
    {
        if (one.Kind == DeviceKind.Host && other.Kind == DeviceKind.Host)
            return new DeviceMatch(true, "both are the processor");

        if (one.Kind == DeviceKind.Host || other.Kind == DeviceKind.Host)
            return new DeviceMatch(false, "one of them is the processor");

        if (one.Uuid is { } uuid && other.Uuid is { } otherUuid)
            return By("UUIDs", uuid == otherUuid);

        if (one.Luid is { } luid && other.Luid is { } otherLuid)
            return By("LUIDs", luid == otherLuid);

        return one.PciAddress is { } pci && other.PciAddress is { } otherPci
            ? By("PCI addresses", string.Equals(pci, otherPci, StringComparison.OrdinalIgnoreCase))
            : new DeviceMatch(false, "they report neither a UUID nor a LUID nor a PCI address that could be compared");
    }

    /// <summary>Finds a device among those of another library.</summary>
    /// <param name="wanted">The device.</param>
    /// <param name="among">The other library's devices, in its order.</param>
    /// <returns>The place of the first that is the same, and how that is known; else null, and why each is not.</returns>
    public static (int? Index, string Reason) Find(DeviceIdentity wanted, IReadOnlyList<DeviceIdentity> among)
    {
        List<string> reasons = [];
        for (int i = 0; i < among.Count; i++)
        {
            DeviceMatch match = Compare(wanted, among[i]);
            if (match.IsSame)
                return (i, $"{among[i].Name}: {match.Reason}");

            reasons.Add($"not {among[i].Name}: {match.Reason}");
        }

        return (null, among.Count == 0 ? "there is no device to compare with" : string.Join("; ", reasons));
    }

    private static DeviceMatch By(string what, bool isSame) => new(isSame, $"their {what} {(isSame ? "agree" : "differ")}");
}
