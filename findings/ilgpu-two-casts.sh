#!/usr/bin/env bash
# ILGPU: of two casts in a row to small integers one is lost.
#
# Library:  ILGPU 1.5.3 (NuGet), its PTX backend. No device is needed: the generated text is read.
# Expected: each cast takes its value modulo 2^8 or 2^16 (C# language specification, "Explicit numeric conversions", unchecked):
#           (sbyte)(byte)255 is -1, (ushort)(sbyte)-1 is 65535 and (byte)(int)300f is 44. ILGPU's own CPU accelerator gives that.
# Seen:     PTX holds one narrowing conversion each: to u8 without the sign (255), to s8 with the sign (-1), and from float straight to u8,
#           which clamps (255; PTX ISA, "cvt": a float beyond the range of an integer becomes the nearest value in the range).
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
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

using Context context = Context.Create(builder => builder.CPU());
using Accelerator cpu = context.CreateCPUAccelerator(0);
using var ints = cpu.Allocate1D(new[] { 255, -1 });
using var floats = cpu.Allocate1D(new[] { 300f });
using var results = cpu.Allocate1D<int>(3);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Kernels.ByteThenSByte)(1, ints.View, results.View);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<int>>(Kernels.SByteThenUShort)(1, ints.View, results.View);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<int>>(Kernels.FloatThenByte)(1, floats.View, results.View);
cpu.Synchronize();
int[] onCpu = results.GetAsArray1D();
Console.WriteLine($"CPU accelerator: (sbyte)(byte)255 = {onCpu[0]}, (ushort)(sbyte)-1 = {onCpu[1]}, (byte)(int)300f = {onCpu[2]}");

bool asStated = onCpu is [-1, 65535, 44]
    & Conversions(nameof(Kernels.ByteThenSByte)) == "cvt.u8.u32 cvt.s32.u8"
    & Conversions(nameof(Kernels.SByteThenUShort)) == "cvt.s8.s32 cvt.s32.s8"
    & Conversions(nameof(Kernels.FloatThenByte)) == "cvt.rzi.u8.f32 cvt.s32.u8";
return asStated ? 0 : 1;

static string Conversions(string name)
{
    EntryPointDescription entry = EntryPointDescription.FromImplicitlyGroupedKernel(typeof(Kernels).GetMethod(name)!);
    using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
    CudaArchitecture sm80 = CudaArchitecture.SM_80;
    using PTXBackend backend = new(context, new CudaCapabilityContext(sm80), sm80, CudaInstructionSet.ISA_70, null);
    string ptx = ((PTXCompiledKernel)backend.Compile(entry, KernelSpecialization.Empty)).PTXAssembly;
    string conversions = string.Join(" ", Regex.Matches(ptx, @"cvt\.(?:rzi\.)?[su]\d+\.\w\d+").Select(match => match.Value));
    Console.WriteLine($"{name}: {conversions}");
    return conversions;
}

static class Kernels
{
    public static void ByteThenSByte(Index1D i, ArrayView<int> ints, ArrayView<int> results) => results[0] = (sbyte)(byte)ints[0];

    public static void SByteThenUShort(Index1D i, ArrayView<int> ints, ArrayView<int> results) => results[1] = (ushort)(sbyte)ints[1];

    public static void FloatThenByte(Index1D i, ArrayView<float> floats, ArrayView<int> results) => results[2] = (byte)(int)floats[0];
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: other conversions are generated."; exit 1; }
echo "As stated."
