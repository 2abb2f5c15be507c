#!/usr/bin/env bash
# ILGPU: a choice between the whole numbers 0 and 1 that becomes a float gives 1.4e-45 in place of 1.
#
# Library:  ILGPU 1.5.3 (NuGet), its PTX and OpenCL backends. No device is needed: the generated text is read.
# Expected: `float x = flag ? 0 : 1` converts the chosen int to float, so 0 or 1 (C# language specification, "Conditional operator" and
#           "Implicit numeric conversions"). ILGPU's own CPU accelerator, which runs the compiled .NET code, gives 1.
# Seen:     both backends reuse the bits of the int 1 as a float: PTX selects 0f00000001, OpenCL C 1.40129846E-45f. With double it is
#           4.9E-324. The C# compiler has to optimise (Release): it then turns `flag ? 0 : 1` into the comparison itself. `0f : 1f` is
#           right.
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

using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
using Accelerator cpu = context.CreateCPUAccelerator(0);
using var flags = cpu.Allocate1D(new[] { 0, 1 });
using var floats = cpu.Allocate1D<float>(2);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<int>, ArrayView<float>>(Kernels.Ints)(2, flags.View, floats.View);
cpu.Synchronize();
Console.WriteLine($"CPU accelerator, flag ? 0 : 1 for false, true: {string.Join(", ", floats.GetAsArray1D())}");

var (wrongPtx, wrongCl) = Selections(nameof(Kernels.Ints));
var (rightPtx, rightCl) = Selections(nameof(Kernels.Floats));
bool asStated = floats.GetAsArray1D() is [1f, 0f]
    && wrongPtx.Contains("0f00000001") && wrongCl.Contains("E-45f")
    && rightPtx.Contains("0f3F800000") && rightCl.Contains("1.0f");
return asStated ? 0 : 1;

static (string Ptx, string Cl) Selections(string name)
{
    EntryPointDescription entry = EntryPointDescription.FromImplicitlyGroupedKernel(typeof(Kernels).GetMethod(name)!);
    using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
    CudaArchitecture sm80 = CudaArchitecture.SM_80;
    using PTXBackend ptx = new(context, new CudaCapabilityContext(sm80), sm80, CudaInstructionSet.ISA_70, null);
    CLCapabilityContext capabilities = new(true, true, true, true, true);
    using CLBackend cl = new(context, capabilities, CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
    string assembly = ((PTXCompiledKernel)ptx.Compile(entry, KernelSpecialization.Empty)).PTXAssembly;
    string source = ((CLCompiledKernel)cl.Compile(entry, KernelSpecialization.Empty)).Source;
    (string Ptx, string Cl) lines = (Regex.Match(assembly, @"selp\..*").Value, Regex.Match(source, @"\w+ = .* \? .*").Value);
    Console.WriteLine($"{name}: PTX      {lines.Ptx}\n{name}: OpenCL C {lines.Cl}");
    return lines;
}

static class Kernels
{
    public static void Ints(Index1D i, ArrayView<int> flags, ArrayView<float> result)
    {
        float x = flags[i] != 0 ? 0 : 1;
        result[i] = x;
    }

    public static void Floats(Index1D i, ArrayView<int> flags, ArrayView<float> result)
    {
        float x = flags[i] != 0 ? 0f : 1f;
        result[i] = x;
    }
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the generated code no longer selects 1.4e-45."; exit 1; }
echo "As stated."
