#!/usr/bin/env bash
# Magick.NET: an AVIF that is read from bytes in memory is first written into the folder of temporary files.
#
# Library:  Magick.NET-Q8-x64 15.1.0 (NuGet, linux-x64); ImageMagick's coder for HEIC and AVIF.
# Expected: no file. MagickImage(byte[], MagickFormat) takes the image from memory, and neither its documentation nor the coder's names a
#           file. PNG and WebP, read in the same way, leave none.
# Seen:     a file appears in the temporary folder while the image is read. So private pictures touch a folder that other users share
#           unless MagickNET.SetTempDirectory names another.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
[ "$(uname -sm)" = "Linux x86_64" ] || skip "the package is for linux-x64"
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
    <PackageReference Include="Magick.NET-Q8-x64" Version="[15.1.0]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using ImageMagick;

string temporary = Directory.CreateDirectory("temporary").FullName;
MagickNET.SetTempDirectory(temporary);
bool asStated = true;
foreach ((MagickFormat format, bool writes) in new[] { (MagickFormat.Png, false), (MagickFormat.WebP, false), (MagickFormat.Avif, true) })
{
    using MagickImage drawn = new(MagickColors.SteelBlue, 64, 48);
    byte[] bytes = drawn.ToByteArray(format);
    List<long> lengths = [];
    using FileSystemWatcher watcher = new(temporary) { EnableRaisingEvents = true };
    watcher.Created += (_, created) => { lock (lengths) lengths.Add(1); };
    using MagickImage read = new(bytes, format);
    Thread.Sleep(500);
    bool wrote = lengths.Count > 0;
    Console.WriteLine($"{format}: read as {read.Width} x {read.Height} from {bytes.Length} bytes; files made meanwhile: {lengths.Count}");
    asStated &= read.Width == 64 && wrote == writes;
}

return asStated ? 0 : 1;
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "Magick.NET-Q8-x64 15.1.0 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
dotnet out/finding.dll || { echo "CHANGED: other formats make files, or none do."; exit 1; }
echo "As stated."
