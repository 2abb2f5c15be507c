#!/usr/bin/env bash
# PureHDF: a chunk's filter mask is not obeyed: a filter that was skipped in writing is run in reading.
#
# Library:  PureHDF 2.2.0 (NuGet). The file is written by h5py (Debian's python3-h5py, HDF5's own C library) and read back by it.
# Expected: bit i of a chunk's filter mask, counted from 0, says that filter i of the pipeline was skipped for that chunk (HDF5 file format
#           specification, "Version 1 B-trees", key of a chunk: Filter Mask). h5py's own lzf filter sets it where a chunk does not shrink.
# Seen:     a chunk stored without the shuffle that the data set names (mask 1) is unshuffled all the same: wrong values, no error. A chunk
#           stored without the gzip that the data set names is given to the decompressor, which throws.
set -euo pipefail
skip() { echo "skipped: $1"; exit 77; }
command -v dotnet >/dev/null || skip "the .NET 10 SDK is not installed"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export NUGET_PACKAGES="$folder/packages" MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
if ! command -v apt-get >/dev/null || [ ! -x /usr/bin/python3 ]; then skip "the file is written by Debian's python3-h5py"; fi
cat >finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <UseSharedCompilation>false</UseSharedCompilation>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="PureHDF" Version="[2.2.0]" />
  </ItemGroup>
</Project>
END
cat >write.py <<'END'
import h5py, numpy
values = numpy.arange(100, dtype="<i4")
with h5py.File("data.h5", "w") as file:
    for name, filters in (("shuffle", {"shuffle": True}), ("gzip", {"compression": "gzip"})):
        data = file.create_dataset(name, (100,), dtype="<i4", chunks=(100,), **filters)
        data.id.write_direct_chunk((0,), values.tobytes(), filter_mask=1)
with h5py.File("data.h5") as file:
    print("h5py", h5py.__version__, "reads both right:", all((file[name][...] == values).all() for name in file))
END
cat >finding.cs <<'END'
using PureHDF;

using var file = H5File.OpenRead("data.h5");
int[] values = file.Dataset("shuffle").Read<int[]>();
Console.WriteLine($"PureHDF, shuffle skipped: {string.Join(" ", values.Take(6))} ... where 0 1 2 3 4 5 ... was written");
string gzip = "no exception";
try
{
    file.Dataset("gzip").Read<int[]>();
}
catch (Exception e)
{
    gzip = $"{e.Message} {e.InnerException?.Message}";
}

Console.WriteLine($"PureHDF, gzip skipped: {gzip}");
bool asStated = !values.SequenceEqual(Enumerable.Range(0, 100)) && gzip != "no exception";
return asStated ? 0 : 1;
END
dotnet restore >log 2>&1 || { tail -n 3 log; skip "PureHDF 2.2.0 cannot be restored"; }
dotnet build --no-restore -c Release -o out >log 2>&1 || { grep -m 3 error log; echo "CHANGED: the program no longer compiles"; exit 1; }
# Unpacks the Debian package and what it needs, as far as the system lacks them.
mapfile -t wanted < <(apt-get install -s --no-install-recommends python3-h5py 2>/dev/null | awk '/^Inst/ { print $2 }')
mkdir debian
if [ "${#wanted[@]}" -gt 0 ]; then
  (mkdir debs && cd debs && apt-get download -qq "${wanted[@]}" >../log 2>&1) || skip "python3-h5py cannot be downloaded"
  for package in debs/*.deb; do dpkg-deb -x "$package" debian; done
fi
libraries=$(echo debian/usr/lib/*-linux-gnu | sed "s|^|$folder/|")
LD_LIBRARY_PATH="$libraries" PYTHONPATH="$folder/debian/usr/lib/python3/dist-packages" /usr/bin/python3 write.py >log 2>&1 ||
  { tail -n 1 log; skip "python3-h5py does not run here"; }
cat log
dotnet out/finding.dll || { echo "CHANGED: the filter mask is obeyed."; exit 1; }
echo "As stated."
