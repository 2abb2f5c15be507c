#!/bin/sh
# The README's table of devices, from the record that the last run on a device left.
#
#   table.sh --write [RECORD [README]]   replace the columns of the record's devices, leave the others
#   table.sh --check [RECORD [README]]   every kernel has run, and the table says what the record says, but for the date and last digits
#
# RECORD is what GPUCLUSTER_DEVICE_RECORD named in that run; `gpucluster test --all` leaves .build/tests/devices.tsv.
set -eu

root=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
case ${1:-} in
--write) only=DeviceTable ;;
--check) only=DeviceRecord ;;
*)
    sed -n '2,7p' "$0" >&2
    exit 2
    ;;
esac
record=$(readlink -f "${2:-$root/.build/tests/devices.tsv}") readme=$(readlink -f "${3:-$root/README.md}")
[ -s "$record" ] || { echo "table.sh: $record is empty or missing: run gpucluster test --all first" >&2; exit 1; }
GPUCLUSTER_DEVICE_RECORD=$record GPUCLUSTER_DEVICE_README=$readme exec dotnet \
    "$root/tests/GpuCluster.Compute.Ilgpu.Tests/bin/Release/net10.0/GpuCluster.Compute.Ilgpu.Tests.dll" -noColor -noLogo -trait "Only=$only"
