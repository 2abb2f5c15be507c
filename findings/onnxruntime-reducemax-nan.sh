#!/usr/bin/env bash
# ONNX Runtime: whether ReduceMax returns NaN depends on the position of the NaN in the tensor.
#
# Library:  ONNX Runtime 1.31.1 (NuGet Microsoft.ML.OnnxRuntime), CPU provider.
# Expected: the same result for every position. ONNX's reference implementation of ReduceMax is numpy.maximum.reduce, and numpy documents
#           for it: if an element is NaN, NaN is returned. ONNX Runtime's own Max of the same three numbers as three inputs keeps NaN.
# Seen:     ReduceMax of {NaN, 1, 2} is NaN; of {1, NaN, 2} and {1, 2, NaN} it is 2. ReduceMin alike. ReduceSum and Max give NaN each time.
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
    <PackageReference Include="Microsoft.ML.OnnxRuntime" Version="[1.31.1]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

float[][] inputs = [[float.NaN, 1, 2], [1, float.NaN, 2], [1, 2, float.NaN]];
string[] expected = ["NaN", "2", "2", "NaN", "1", "1", "NaN", "NaN", "NaN", "NaN", "NaN", "NaN"];
List<string> seen = [];
foreach (string op in (string[])["ReduceMax", "ReduceMin", "ReduceSum", "Max"])
{
    foreach (float[] input in inputs)
    {
        // Max takes the three numbers as three inputs, the others as one tensor.
        float[][] tensors = op == "Max" ? [.. input.Select(value => new[] { value })] : [input];
        seen.Add(Run(op, tensors).ToString());
        Console.WriteLine($"{op} {{{string.Join(", ", input)}}} = {seen[^1]}");
    }
}

bool asStated = seen.SequenceEqual(expected);
return asStated ? 0 : 1;

// A model of one node, in the few fields of onnx.proto that it needs.
static float Run(string op, float[][] tensors)
{
    string[] names = [.. tensors.Select((_, i) => $"x{i}")];
    byte[] node = [.. names.SelectMany(name => Text(1, name)), .. Text(2, "y"), .. Text(4, op)];
    byte[] values = [.. names.SelectMany((name, i) => Value(11, name, tensors[i].Length))];
    byte[] graph = [.. Field(1, node), .. Text(2, "g"), .. values, .. Value(12, "y", 1)];
    byte[] model = [.. Number(1, 8), .. Field(7, graph), .. Field(8, [.. Text(1, ""), .. Number(2, 13)])];
    using InferenceSession session = new(model);
    using var results = session.Run([.. names.Select((name, i) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(tensors[i], new[] { tensors[i].Length })))]);
    return results[0].AsTensor<float>().GetValue(0);
}

static byte[] Number(int field, int value) => [(byte)(field << 3), (byte)value];

// No field here is as long as 16,384 bytes, so two bytes hold every length.
static byte[] Field(int field, byte[] bytes) =>
    [(byte)((field << 3) | 2), (byte)((bytes.Length & 127) | 128), (byte)(bytes.Length >> 7), .. bytes];

static byte[] Text(int field, string text) => Field(field, Encoding.ASCII.GetBytes(text));

// A tensor of floats with one dimension.
static byte[] Value(int field, string name, int length) =>
    Field(field, [.. Text(1, name), .. Field(2, Field(1, [.. Number(1, 1), .. Field(2, Field(1, Number(1, length)))]))]);
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "Microsoft.ML.OnnxRuntime 1.31.1 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: other results."; exit 1; }
echo "As stated."
