#!/usr/bin/env bash
# System.CommandLine: a number with a decimal comma is accepted as another number.
#
# Library:  System.CommandLine 3.0.0 (NuGet), invariant culture.
# Expected: an error. The invariant culture separates decimals by a point and groups of three digits by a comma (.NET documentation,
#           NumberFormatInfo.InvariantInfo and NumberGroupSizes), so `0,05` and `1,5` are not numbers. An option of type int refuses them.
# Seen:     an option of type double, float or decimal takes `0,05` as 5 and `1,5` as 15: commas are skipped wherever they stand.
#           double.Parse does the same if no style is named; with NumberStyles.Float, which lacks AllowThousands, it refuses them.
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
    <PackageReference Include="System.CommandLine" Version="[3.0.0]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
bool asStated = Read<double>("0,05") == "5" & Read<double>("1,5") == "15" & Read<float>("0,05") == "5" & Read<decimal>("1,5") == "15"
    & Read<int>("1,5") == "an error" & Read<double>("0.05") == "0.05"
    & !double.TryParse("0,05", NumberStyles.Float, CultureInfo.InvariantCulture, out _);
return asStated ? 0 : 1;

static string Read<T>(string text)
{
    Option<T> option = new("--rate");
    ParseResult result = new RootCommand { option }.Parse(["--rate", text]);
    string seen = result.Errors.Count > 0 ? "an error" : $"{result.GetValue(option)}";
    Console.WriteLine($"Option<{typeof(T).Name}> --rate {text}: {seen}");
    return seen;
}
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "System.CommandLine 3.0.0 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: other numbers."; exit 1; }
echo "As stated."
