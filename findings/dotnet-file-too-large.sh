#!/usr/bin/env bash
# .NET: writing past the largest size of a file throws ArgumentOutOfRangeException, not IOException.
#
# Library:  .NET 10 (System.Private.CoreLib) on Linux.
# Expected: FileStream.Write documents IOException, "An I/O error occurred", among its exceptions; ArgumentOutOfRangeException stands for a
#           wrong offset or count. A full disk (ENOSPC) is an IOException.
# Seen:     EFBIG, which the kernel gives at a limit of file sizes (ulimit -f) and at a file system's largest file (4 GiB on FAT32), becomes
#           ArgumentOutOfRangeException with the parameter "value", which Write does not have. A handler for IOException misses it.
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
try
{
    using FileStream file = new(args[0], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    file.Write(new byte[8192]);
    Console.WriteLine("written");
}
catch (Exception e)
{
    Console.WriteLine($"{e.GetType().Name} {(e as ArgumentException)?.ParamName}");
}
END
dotnet build -c Release -o out >log 2>&1 || { tail -n 3 log; skip "the program cannot be built"; }
# The signal of the limit is ignored, so that the call returns its error. The runtime maps compiled code through a file, which the limit
# would refuse too.
seen=$(sh -c "trap '' XFSZ; ulimit -f 1; exec env DOTNET_EnableWriteXorExecute=0 dotnet out/finding.dll limited")
full=$(dotnet out/finding.dll /dev/full)
echo "limit of file sizes: $seen"
echo "full device: $full"
[ "$seen" = "ArgumentOutOfRangeException value" ] || { echo "CHANGED: another exception than stated."; exit 1; }
[ "$full" = "IOException " ] || { echo "CHANGED: a full device gives another exception than stated."; exit 1; }
echo "As stated."
