#!/usr/bin/env bash
# .NET: with invariant globalization, string.Normalize composes nothing, and IsNormalized says that there is nothing to compose.
#
# Library:  .NET 10, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1, on Linux.
# Expected: "e" and U+0301 become U+00E9 in form C (Unicode Standard Annex 15), or an exception, as for other operations without their data.
# Seen:     the text comes back as it is, and IsNormalized(FormC) is true.
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
</Project>
END
cat >finding.cs <<'END'
using System.Text;

const string Decomposed = "e\u0301";
string composed = Decomposed.Normalize(NormalizationForm.FormC);
bool saysSo = Decomposed.IsNormalized(NormalizationForm.FormC);
Console.WriteLine($"Normalize(FormC) of U+0065 U+0301 has {composed.Length} characters; IsNormalized(FormC) of it is {saysSo}");
return composed == Decomposed && saysSo ? 0 : 1;
END
dotnet build -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: the text is composed."; exit 1; }
echo "As stated."
