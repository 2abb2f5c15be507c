#!/usr/bin/env bash
# ILGPU: a read that stands before a write to the same element is moved behind it, where the value goes only into a sum of a loop.
#
# Library:  ILGPU 1.5.3 (NuGet), its PTX and OpenCL backends. No device is needed: the generated text is read.
# Expected: `sum += row[j]; row[j] = 5;` adds what stood there before (C# language specification, "Execution order": the side effects of
#           a thread are kept in order). ILGPU's own CPU accelerator, which runs the compiled .NET code, adds 1 + 2 + 3 + 4 = 10.
# Seen:     in the loop both backends write 5 first and read it back, so that the sum of four elements is 20. It is right where what is
#           written depends on what was read (`row[j] = 2 * old`), and right outside a loop.
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
using var rows = cpu.Allocate1D<float>([1, 2, 3, 4]);
using var sums = cpu.Allocate1D<float>(1);
cpu.LoadAutoGroupedStreamKernel<Index1D, ArrayView<float>, ArrayView<float>, int>(Kernels.AddAndSet)(1, rows.View, sums.View, 4);
cpu.Synchronize();
Console.WriteLine($"CPU accelerator: {sums.GetAsArray1D()[0]}");

bool asStated = sums.GetAsArray1D()[0] == 10
    && ReadsFirst(nameof(Kernels.AddAndSet)) == (false, false)
    && ReadsFirst(nameof(Kernels.AddAndDouble)) == (true, true)
    && ReadsFirst(nameof(Kernels.AddAndSetOnce)) == (true, true);
return asStated ? 0 : 1;

// Whether the first read of the row stands before the first write to it, in the text of each backend.
static (bool Ptx, bool Cl) ReadsFirst(string name)
{
    EntryPointDescription entry = EntryPointDescription.FromImplicitlyGroupedKernel(typeof(Kernels).GetMethod(name)!);
    using Context context = Context.Create(builder => builder.CPU().Optimize(OptimizationLevel.O2));
    CudaArchitecture sm80 = CudaArchitecture.SM_80;
    using PTXBackend ptx = new(context, new CudaCapabilityContext(sm80), sm80, CudaInstructionSet.ISA_70, null);
    CLCapabilityContext capabilities = new(true, true, true, true, true);
    using CLBackend cl = new(context, capabilities, CLDeviceVendor.Nvidia, new CLCVersion(3, 0));
    string[] assembly = Lines(((PTXCompiledKernel)ptx.Compile(entry, KernelSpecialization.Empty)).PTXAssembly);
    string[] source = Lines(((CLCompiledKernel)cl.Compile(entry, KernelSpecialization.Empty)).Source);

    // The sum is written too, by another statement; the row is what is read.
    int ptxRead = Array.FindIndex(assembly, line => line.StartsWith("ld.global.f32"));
    int ptxWrite = Array.FindIndex(assembly, line => line.StartsWith("st.global.f32"));
    int clRead = Array.FindIndex(source, line => Regex.IsMatch(line, @"^\w+ =  \*  \w+;"));
    string row = ViewOf(source, Regex.Match(source[clRead], @"\*  (\w+)").Groups[1].Value);
    int clWrite = Array.FindIndex(source, line => Regex.Match(line, @"^\*  (\w+) =") is { Success: true } m && ViewOf(source, m.Groups[1].Value) == row);
    Console.WriteLine($"{name}: PTX      {assembly[Math.Min(ptxRead, ptxWrite)]} … {assembly[Math.Max(ptxRead, ptxWrite)]}");
    Console.WriteLine($"{name}: OpenCL C {source[Math.Min(clRead, clWrite)]} … {source[Math.Max(clRead, clWrite)]}");
    return (ptxRead < ptxWrite, clRead < clWrite);
}

// "var18 =  & var15[var9];" makes var18 a pointer into the view var15.
static string ViewOf(string[] source, string pointer) =>
    Regex.Match(source.First(line => line.StartsWith(pointer + " =  &")), @"& (\w+)\[").Groups[1].Value;

static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim())];

static class Kernels
{
    public static void AddAndSet(Index1D i, ArrayView<float> row, ArrayView<float> sums, int n)
    {
        float sum = 0;
        for (int j = 0; j < n; j++)
        {
            sum += row[j];
            row[j] = 5;
        }

        sums[i] = sum;
    }

    public static void AddAndDouble(Index1D i, ArrayView<float> row, ArrayView<float> sums, int n)
    {
        float sum = 0;
        for (int j = 0; j < n; j++)
        {
            float old = row[j];
            sum += old;
            row[j] = 2 * old;
        }

        sums[i] = sum;
    }

    public static void AddAndSetOnce(Index1D i, ArrayView<float> row, ArrayView<float> sums, int n)
    {
        float sum = row[n];
        row[n] = 5;
        sums[i] = sum + 1;
    }
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "ILGPU 1.5.3 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the generated code reads before it writes."; exit 1; }
echo "As stated."
