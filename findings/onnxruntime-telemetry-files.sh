#!/usr/bin/env bash
# ONNX Runtime: DisableTelemetryEvents() comes too late to keep a device identifier and an event database out of the user's cache.
#
# Library:  ONNX Runtime 1.31.1 (NuGet Microsoft.ML.OnnxRuntime) on Linux. It runs without any network here, so nothing is sent.
# Expected: a C# program can switch telemetry off from within. The package's Privacy.md, "Disabling Telemetry", names the API and the
#           environment variable ORT_DISABLE_TELEMETRY=1, "before ONNX Runtime initializes", and grants the API only that an event may
#           already be out.
# Seen:     OrtEnv.Instance() alone, before any session, writes `deviceid` and `onnxruntime.db`. They are there too if the next call is
#           DisableTelemetryEvents(), and if Environment.SetEnvironmentVariable came first: on Unix .NET does not pass that on to native
#           code (its documentation, Remarks). Only a variable that the process is started with prevents them.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
unshare --map-root-user --net true 2>/dev/null || skip "unshare cannot make a network namespace here"
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
using Microsoft.ML.OnnxRuntime;

if (args[0] == "variable-set-in-CSharp")
    Environment.SetEnvironmentVariable("ORT_DISABLE_TELEMETRY", "1");
OrtEnv environment = OrtEnv.Instance();
if (args[0] == "DisableTelemetryEvents")
    environment.DisableTelemetryEvents();
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "Microsoft.ML.OnnxRuntime 1.31.1 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
# Prints the names of the files that a run leaves in an empty home folder. CI is unset, as ONNX Runtime records nothing where it is set.
files_after() {
  mkdir "home-$1"
  env -u CI -u XDG_CACHE_HOME -u ORT_DISABLE_TELEMETRY HOME="$folder/home-$1" "${@:2}" \
    unshare --map-root-user --net dotnet out/finding.dll "$1"
  find "home-$1" -type f \( -name deviceid -o -name onnxruntime.db \) -printf '%f\n' | sort | tr '\n' ' '
}
changed=0
for way in nothing DisableTelemetryEvents variable-set-in-CSharp; do
  seen=$(files_after "$way")
  echo "$way: ${seen:-no file}"
  [ "$seen" = "deviceid onnxruntime.db " ] || changed=1
done
seen=$(files_after variable-at-start ORT_DISABLE_TELEMETRY=1)
echo "variable-at-start: ${seen:-no file}"
[ -z "$seen" ] || changed=1
[ "$changed" = 0 ] || { echo "CHANGED: other files than stated."; exit 1; }
echo "As stated."
