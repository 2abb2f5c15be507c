#!/usr/bin/env bash
# PureHDF: a chunked data set whose only filter is Fletcher-32 is read with values of other places, without an error.
#
# Library:  PureHDF 2.2.0 (NuGet). The file is written by h5py (Debian's python3-h5py, HDF5's own C library) and read back by it.
# Expected: the values that were written. The Fletcher-32 filter appends a checksum of four bytes to a chunk and changes nothing else (HDF5
#           user guide, "HDF5 Filters": FLETCHER32).
# Seen:     in a 100 x 100 data set of int32 in chunks of 25 x 25 most values are wrong, and nothing is thrown. Chunks that are as wide as
#           the data set, and Fletcher-32 together with gzip, are right.
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
values = numpy.arange(10000, dtype="<i4").reshape(100, 100)
with h5py.File("data.h5", "w") as file:
    file.create_dataset("fletcher32", data=values, chunks=(25, 25), fletcher32=True)
    file.create_dataset("fletcher32 and gzip", data=values, chunks=(25, 25), fletcher32=True, compression="gzip")
    file.create_dataset("fletcher32, chunks of whole rows", data=values, chunks=(25, 100), fletcher32=True)
with h5py.File("data.h5") as file:
    print("h5py", h5py.__version__, "reads all right:", all((file[name][...] == values).all() for name in file))
END
cat >finding.cs <<'END'
using PureHDF;

using var file = H5File.OpenRead("data.h5");
int Wrong(string name)
{
    int[] values = file.Dataset(name).Read<int[]>();
    int wrong = values.Where((value, place) => value != place).Count();
    Console.WriteLine($"PureHDF, {name}: {wrong} of {values.Length} wrong; place 100 holds {values[100]}");
    return wrong;
}

bool asStated = Wrong("fletcher32") > 0 & Wrong("fletcher32 and gzip") == 0 & Wrong("fletcher32, chunks of whole rows") == 0;
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
dotnet out/finding.dll || { echo "CHANGED: other values are right or wrong."; exit 1; }
echo "As stated."
