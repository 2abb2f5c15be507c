#!/usr/bin/env bash
# StbImageSharp: a PSD of 16 bits a channel that is packed by RLE decodes to another picture, without an error.
#
# Library:  StbImageSharp 2.30.16 (NuGet). The files are written, and read back, by ImageMagick 6 (Debian's imagemagick).
# Expected: the same picture from the packed and the unpacked file (Adobe Photoshop File Formats Specification, "Image Data Section":
#           compression 1 is PackBits by scanline, whatever the depth), or a refusal.
# Seen:     the unpacked 16-bit file and the packed 8-bit file are right. In the packed 16-bit file the two bytes of a sample are taken for
#           two samples of 8 bits.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
command -v apt-get >/dev/null || skip "the files are written by Debian's imagemagick"
cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="StbImageSharp" Version="[2.30.16]" />
  </ItemGroup>
</Project>
END
cat >finding.cs <<'END'
using StbImageSharp;

byte[] expected = File.ReadAllBytes("expected.rgb");
int WorstLevel(string name)
{
    byte[] seen = ImageResult.FromMemory(File.ReadAllBytes(name), ColorComponents.RedGreenBlue).Data;
    int worst = seen.Zip(expected).Max(pair => Math.Abs(pair.First - pair.Second));
    Console.WriteLine($"StbImageSharp, {name}: at most {worst} of 255 levels off; starts {string.Join(" ", seen.Take(6))}");
    return worst;
}

Console.WriteLine($"ImageMagick: starts {string.Join(" ", expected.Take(6))}");
bool asStated = WorstLevel("8-packed.psd") <= 1 & WorstLevel("16-unpacked.psd") <= 1 & WorstLevel("16-packed.psd") > 100;
return asStated ? 0 : 1;
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "StbImageSharp 2.30.16 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
# Unpacks the Debian package and what it needs, as far as the system lacks them.
mapfile -t wanted < <(apt-get install -s --no-install-recommends imagemagick 2>/dev/null | awk '/^Inst/ { print $2 }')
mkdir debian
if [ "${#wanted[@]}" -gt 0 ]; then
  (mkdir debs && cd debs && apt-get download -qq "${wanted[@]}" >../log 2>&1) || skip "imagemagick cannot be downloaded"
  for package in debs/*.deb; do dpkg-deb -x "$package" debian; done
fi
libraries=$(echo debian/usr/lib/*-linux-gnu | sed "s|^|$folder/|")
if [ -x debian/usr/bin/convert-im6.q16 ]; then
  convert=$folder/debian/usr/bin/convert-im6.q16
  coders=("$libraries"/ImageMagick-*/modules-Q16/coders)
  export LD_LIBRARY_PATH="$libraries" MAGICK_CODER_MODULE_PATH="${coders[0]}" MAGICK_CONFIGURE_PATH="$folder/debian/etc/ImageMagick-6"
else
  convert=$(command -v convert-im6.q16) || skip "no ImageMagick 6 found"
fi
"$convert" -size 64x48 gradient:red-blue -depth 8 -compress RLE 8-packed.psd || skip "ImageMagick does not run here"
"$convert" -size 64x48 gradient:red-blue -depth 16 -compress None 16-unpacked.psd
"$convert" -size 64x48 gradient:red-blue -depth 16 -compress RLE 16-packed.psd
"$convert" 16-packed.psd -depth 8 rgb:expected.rgb
unset LD_LIBRARY_PATH
dotnet out/finding.dll || { echo "CHANGED: other files are right or wrong."; exit 1; }
echo "As stated."
