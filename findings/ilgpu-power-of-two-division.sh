#!/usr/bin/env bash
# ILGPU: division by a power of two becomes an arithmetic shift, for int and for uint.
#
# Library:  ILGPU 1.5.3 (NuGet), its PTX and OpenCL backends. No device is needed: the generated text is read.
# Expected: int division rounds towards zero and uint division is unsigned (C# language specification, "Division operator"): -1 / 8 is 0,
#           and 0x80000000u / 8 is 0x10000000. ILGPU's own CPU accelerator gives that.
# Seen:     `k / 8` and `u / 8u` both become a shift to the right that keeps the sign (PTX shr.s32; OpenCL C >> on an int), so -1 / 8 is -1
#           and 0x80000000u / 8 is 0xF0000000. Right for 0 to 2^31 - 1. `u / 7u` stays a division.
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
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

using Context context = Context.Create(builder => builder.CPU());
using Accelerator cpu = context.CreateCPUAccelerator(0);
using var ints = cpu.Allocate1D(new[] { -1 });
using var uints = cpu.Allocate1D(new[] { 0x80000000u });
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>>(Kernels.IntBy8)(1, ints.View);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<uint>>(Kernels.UIntBy8)(1, uints.View);
cpu.Synchronize();
int byInt = ints.GetAsArray1D()[0];
uint byUInt = uints.GetAsArray1D()[0];
Console.WriteLine($"CPU accelerator: -1 / 8 = {byInt}, 0x80000000u / 8 = 0x{byUInt:X8}");
Console.WriteLine($"arithmetic shift: -1 >> 3 = {-1 >> 3}, 0x80000000 >> 3 = 0x{int.MinValue >> 3:X8}");

string intBy8 = Divisions(nameof(Kernels.IntBy8)), uintBy8 = Divisions(nameof(Kernels.UIntBy8));
string uintBy7 = Divisions(nameof(Kernels.UIntBy7));
Regex shifts = new(@"shr\.s32.*\(int\) \w+ >>\s+\(int\)3");
bool asStated = byInt == 0 && byUInt == 0x10000000 && shifts.IsMatch(intBy8) && shifts.IsMatch(uintBy8) && uintBy7.Contains("div.u32");
return asStated ? 0 : 1;

static string Divisions(string name)
{
    EntryPointDescription entry = EntryPointDescription.FromImplicitlyGroupedKernel(typeof(Kernels).GetMethod(name)!);
    using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
    CudaArchitecture sm80 = CudaArchitecture.SM_80;
    using PTXBackend ptx = new(context, new CudaCapabilityContext(sm80), sm80, CudaInstructionSet.ISA_70, null);
    CLCapabilityContext capabilities = new(true, true, true, true, true);
    using CLBackend cl = new(context, capabilities, CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
    string assembly = ((PTXCompiledKernel)ptx.Compile(entry, KernelSpecialization.Empty)).PTXAssembly;
    string source = ((CLCompiledKernel)cl.Compile(entry, KernelSpecialization.Empty)).Source;
    string lines = $"{Regex.Match(assembly, @"(shr|div)\..*").Value} | {Regex.Match(source, @"\w+ = .*( >> | / ).*").Value}";
    Console.WriteLine($"{name}: {lines}");
    return lines;
}

static class Kernels
{
    public static void IntBy8(Index1D i, ArrayView<int> values) => values[i] = values[i] / 8;

    public static void UIntBy8(Index1D i, ArrayView<uint> values) => values[i] = values[i] / 8u;

    public static void UIntBy7(Index1D i, ArrayView<uint> values) => values[i] = values[i] / 7u;
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the division is no longer an arithmetic shift."; exit 1; }
echo "As stated."
