using System.Text;
using GpuCluster.Core.Devices;

namespace GpuCluster.Core.Tests.Devices;

/// <summary>
/// Which device of Vulkan a device of CUDA or OpenCL is, on machines as their specifications describe them: UUID, LUID and PCI address as
/// each library gives them.
/// </summary>
public sealed class DeviceMatchTests
{
    private const string First = "0000:01:00.0";
    private const string Second = "0000:41:00.0";

    private static readonly DeviceIdentity VulkanA = Gpu("card A", "aaaaaaaaaaaaaaaa", First);
    private static readonly DeviceIdentity VulkanB = Gpu("card B", "bbbbbbbbbbbbbbbb", Second);
    private static readonly DeviceIdentity Lavapipe = new("llvmpipe", DeviceKind.Host, Uuid("llvmpipeUUID----"), null);

    [Fact]
    public void One_card_is_found_by_its_UUID() => AssertFound(0, "UUIDs agree", Gpu("A", "aaaaaaaaaaaaaaaa", First), VulkanA);

    [Fact]
    public void Of_two_cards_of_one_name_each_is_found_whatever_their_order()
    {
        // Vulkan's order is the driver's, CUDA's the fastest first.
        AssertFound(1, "UUIDs agree", Gpu("card", "aaaaaaaaaaaaaaaa", First), VulkanB, VulkanA);
        AssertFound(0, "UUIDs agree", Gpu("card", "bbbbbbbbbbbbbbbb", Second), VulkanB, VulkanA);
    }

    [Fact]
    public void An_integrated_GPU_beside_a_card_is_not_the_card()
    {
        DeviceIdentity integrated = new("integrated", DeviceKind.IntegratedGpu, Uuid("iiiiiiiiiiiiiiii"), "0000:00:02.0");

        AssertFound(1, "UUIDs agree", integrated, VulkanA, integrated);
        AssertFound(null, "UUIDs differ", integrated, VulkanA);
    }

    [Fact]
    public void Without_a_UUID_the_PCI_address_decides_in_any_case_of_its_letters()
    {
        DeviceIdentity openCl = new("card", DeviceKind.DiscreteGpu, null, "0000:C1:00.0");

        AssertFound(1, "PCI addresses agree", openCl, VulkanA, Gpu("card", "cccccccccccccccc", "0000:c1:00.0"));
        AssertFound(null, "PCI addresses differ", openCl, VulkanA);
    }

    [Fact]
    public void Without_a_UUID_the_LUID_decides_before_the_PCI_address()
    {
        DeviceIdentity cuda = new("card", DeviceKind.DiscreteGpu, null, First) { Luid = 7 };

        AssertFound(0, "LUIDs agree", cuda, new DeviceIdentity("card", DeviceKind.DiscreteGpu, null, Second) { Luid = 7 });
        AssertFound(null, "LUIDs differ", cuda, new DeviceIdentity("card", DeviceKind.DiscreteGpu, null, First) { Luid = 8 });
    }

    [Fact]
    public void A_slice_of_a_card_is_not_the_card_though_it_lies_at_its_address() =>
        AssertFound(null, "UUIDs differ", Gpu("card A, slice 1g", "mmmmmmmmmmmmmmmm", First), VulkanA);

    [Fact]
    public void Where_the_processor_draws_a_processor_matches_and_a_card_does_not()
    {
        AssertFound(0, "both are the processor", new DeviceIdentity("PoCL", DeviceKind.Host, null, null), Lavapipe);
        AssertFound(null, "one of them is the processor", Gpu("A", "aaaaaaaaaaaaaaaa", First), Lavapipe);
    }

    [Fact]
    public void Without_anything_to_compare_nothing_matches()
    {
        AssertFound(null, "neither a UUID", new DeviceIdentity("card A", DeviceKind.DiscreteGpu, null, null), VulkanA);
        AssertFound(null, "no device to compare with", VulkanA);
    }

    [Fact]
    public void A_match_goes_both_ways()
    {
        DeviceIdentity[] all =
        [
            VulkanA,
            VulkanB,
            Lavapipe,
            new("x", DeviceKind.DiscreteGpu, null, First),
            new DeviceIdentity("y", DeviceKind.DiscreteGpu, null, null) { Luid = 3 },
        ];
        foreach (DeviceIdentity one in all)
            Assert.All(all, other => Assert.Equal(DeviceMatch.Compare(one, other), DeviceMatch.Compare(other, one)));
    }

    [Fact]
    public void The_bytes_of_a_UUID_are_written_in_their_order()
    {
        byte[] bytes = [.. Enumerable.Range(0x10, 16).Select(value => (byte)value)];

        Assert.Equal("10111213-1415-1617-1819-1a1b1c1d1e1f", DeviceIdentity.UuidOf(bytes).ToString());
    }

    private static void AssertFound(int? index, string reason, DeviceIdentity wanted, params DeviceIdentity[] among)
    {
        (int? found, string why) = DeviceMatch.Find(wanted, among);

        Assert.Equal(index, found);
        Assert.Contains(reason, why);
    }

    private static DeviceIdentity Gpu(string name, string uuid, string pci) => new(name, DeviceKind.DiscreteGpu, Uuid(uuid), pci);

    private static Guid Uuid(string bytes) => DeviceIdentity.UuidOf(Encoding.ASCII.GetBytes(bytes));
}
