#!/usr/bin/env bash
# ILGPU: in OpenCL C, barriers do not fence shared memory, and dynamic shared memory is found through one variable of the whole program.
#
# Library:  ILGPU 1.5.3 (NuGet), its OpenCL backend. No device is needed: the generated text is read.
# Expected: after Group.Barrier() a thread sees what other threads of its group wrote to shared memory. That asks for CLK_LOCAL_MEM_FENCE
#           (OpenCL C specification 3.0, "Synchronization Functions": the flags name the address spaces whose accesses become visible). And
#           each group has its own SharedMemory.GetDynamic: OpenCL gives each group another address for a kernel's local argument.
# Seen:     the barrier's only flag is CLK_GLOBAL_MEM_FENCE. The local argument's address is stored in a pointer that is declared outside
#           the kernel, one for all groups, and read back from there: groups that run at the same time can get each other's memory.
#           SharedMemory.Allocate of a constant size is declared within the kernel, as it should be.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="ILGPU" Version="[1.5.3]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;
using Group = ILGPU.Group;

string dynamic = Source(nameof(Kernels.Dynamic)), constant = Source(nameof(Kernels.Constant));
Match pointer = Regex.Match(dynamic, @"^local int\* (\w+);", RegexOptions.Multiline);
bool shared = pointer.Success && pointer.Index < dynamic.IndexOf("kernel void") && dynamic.Contains($"{pointer.Groups[1]} = ");
bool constantIsRight = Regex.Match(constant, @"local int \w+\[64\];").Index > constant.IndexOf("kernel void");
bool globalOnly = new[] { dynamic, constant }.All(source =>
    source.Contains("work_group_barrier ( CLK_GLOBAL_MEM_FENCE )") && !source.Contains("CLK_LOCAL_MEM_FENCE"));
Console.WriteLine($"pointer outside the kernel for dynamic memory alone: {shared && constantIsRight}");
Console.WriteLine($"barriers without CLK_LOCAL_MEM_FENCE: {globalOnly}");
return shared && constantIsRight && globalOnly ? 0 : 1;

static string Source(string name)
{
    using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
    CLCapabilityContext capabilities = new(true, true, true, true, true);
    using CLBackend backend = new(context, capabilities, CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
    EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(typeof(Kernels).GetMethod(name)!);
    string source = ((CLCompiledKernel)backend.Compile(entry, KernelSpecialization.Empty)).Source;
    Console.WriteLine($"{name}:");
    foreach (string line in source.Split('\n').Where(line => Regex.IsMatch(line, @"^\s*local |^kernel|^\s*shared_var\w* = |barrier")))
        Console.WriteLine($"    {line.Trim()}");
    return source;
}

static class Kernels
{
    public static void Dynamic(ArrayView<int> result)
    {
        ArrayView<int> scratch = SharedMemory.GetDynamic<int>();
        scratch[Group.IdxX] = Group.IdxX;
        Group.Barrier();
        result[Grid.GlobalLinearIndex] = scratch[Group.DimX - 1 - Group.IdxX];
    }

    public static void Constant(ArrayView<int> result)
    {
        ArrayView<int> scratch = SharedMemory.Allocate<int>(64);
        scratch[Group.IdxX] = Group.IdxX;
        Group.Barrier();
        result[Grid.GlobalLinearIndex] = scratch[Group.DimX - 1 - Group.IdxX];
    }
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: what is False above."; exit 1; }
echo "As stated."
