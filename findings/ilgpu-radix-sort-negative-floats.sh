#!/usr/bin/env bash
# ILGPU.Algorithms: radix sort of floats sorts the negative ones backwards.
#
# Library:  ILGPU.Algorithms 1.5.3 (NuGet), on ILGPU's CPU accelerator.
# Expected: ascending order (the package's XML documentation of AscendingFloat: "an ascending radix sort operation of type float").
# Seen:     negative floats stand before the others, but among themselves from the largest to the smallest: their bits are compared as they
#           are, without the complement that IEEE 754's sign and magnitude ask for. DescendingFloat errs likewise. AscendingInt32 is right.
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
    <PackageReference Include="ILGPU.Algorithms" Version="[1.5.3]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

using Context context = Context.Create(builder => builder.CPU().EnableAlgorithms());
using Accelerator cpu = context.CreateCPUAccelerator(0);
float[] values = [3, -1, 2, -5, 0, -2, 7, 1];
string up = Sorted<float, AscendingFloat>(cpu, values);
string down = Sorted<float, DescendingFloat>(cpu, values);
string ints = Sorted<int, AscendingInt32>(cpu, [.. values.Select(value => (int)value)]);
Console.WriteLine($"AscendingFloat  {up}\nDescendingFloat {down}\nAscendingInt32  {ints}");
bool asStated = up == "-1 -2 -5 0 1 2 3 7" && down == "7 3 2 1 0 -5 -2 -1" && ints == "-5 -2 -1 0 1 2 3 7";
return asStated ? 0 : 1;

static string Sorted<T, TOperation>(Accelerator accelerator, T[] values)
    where T : unmanaged
    where TOperation : struct, IRadixSortOperation<T>
{
    using var buffer = accelerator.Allocate1D(values);
    using var scratch = accelerator.Allocate1D<int>(accelerator.ComputeRadixSortTempStorageSize<T, TOperation>(values.Length));
    accelerator.CreateRadixSort<T, Stride1D.Dense, TOperation>()(accelerator.DefaultStream, buffer.View, scratch.View);
    accelerator.Synchronize();
    return string.Join(" ", buffer.GetAsArray1D());
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU.Algorithms 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the order is another one."; exit 1; }
echo "As stated."
