#!/bin/sh
# Runs the kernels' tests on a real device: what the system has, else PoCL 6 (OpenCL on the processor) in a Debian 13 root of its own.
#
#   run.sh list TESTS.dll                          one line for each device: PLACE SELECTOR NAME, or "none REASON"
#   run.sh run PLACE SELECTOR TESTS.dll ARGUMENT…  run the test program there; PLACE is system or root
#   run.sh setup                                   make the root, where it is not there (about a minute, 1 GB)
#   run.sh remove                                  delete it
#
# How it works:
#   - The root lies under $XDG_CACHE_HOME/gpucluster/devices (else ~/.cache) and is kept. It is made under another name and renamed when it is whole,
#     so that a set-up that fails or is killed leaves nothing that looks finished; two set-ups wait for each other.
#   - Set-up and runs mount only in a mount namespace of their own, which ends with their last process, however that ends.
#   - In a run everything but /tmp is read-only, and the .NET runtime and the tests are bind mounts: nothing is copied.
#   - Only root can do that. Anyone else gets "none" with the reason, and tests what the system itself has.
#
# Variables: GPUCLUSTER_DEVICE_RECORD, a file to which the tests append what ran; GPUCLUSTER_DEVICE_LIMIT, seconds that a run may take (900).
set -eu

home=${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/gpucluster/devices
# Another number where the recipe below changes: the old root is then deleted and a new one made.
root=$home/trixie-2
limit=${GPUCLUSTER_DEVICE_LIMIT:-900}
# Mesa's rusticl is not among them: 25.0 on llvmpipe has no generic address space, which ILGPU needs (RUSTICL_ENABLE=llvmpipe clinfo).
packages='pocl-opencl-icd ocl-icd-libopencl1 clinfo'

# ILGPU takes the largest sub-group for the warp, on PoCL the work-group, and derives its automatic group sizes from it: PoCL's 4096 makes both absurd.
POCL_MAX_WORK_GROUP_SIZE=${POCL_MAX_WORK_GROUP_SIZE:-256}
export POCL_MAX_WORK_GROUP_SIZE

usage() {
    sed -n '2,7p' "$0" >&2
    exit 2
}

# --- The root ---

# In namespaces of its own: what is mounted here, debootstrap's own mounts included, and what is started here ends with it.
fill_root() {
    new=$1 archive=$2
    debootstrap --variant=minbase trixie "$new" "$archive"
    cp /etc/resolv.conf /etc/hosts "$new/etc/"
    # Without manuals and translations, and without waiting for the disk: a set-up that is cut short is thrown away.
    printf 'path-exclude=/usr/share/doc/*\npath-exclude=/usr/share/man/*\npath-exclude=/usr/share/locale/*\nforce-unsafe-io\n' >"$new/etc/dpkg/dpkg.cfg.d/small"
    mountpoint -q "$new/proc" || mount -t proc proc "$new/proc"
    mountpoint -q "$new/sys" || mount -t sysfs -o ro sysfs "$new/sys"
    export DEBIAN_FRONTEND=noninteractive
    chroot "$new" apt-get update -qq
    # shellcheck disable=SC2086 # a list of names
    chroot "$new" apt-get install -y -qq --no-install-recommends $packages
    rm -rf "$new"/var/cache/apt/*.bin "$new"/var/cache/apt/archives/*.deb "$new"/var/lib/apt/lists/*
    mkdir -p "$new/opt/dotnet" "$new/opt/tests" "$new/opt/record"
    chroot "$new" clinfo -l
    chroot "$new" clinfo -l | grep -q 'Portable Computing Language'
}

# Makes the root, or says in one line on standard error why there is none.
setup() {
    [ ! -d "$root" ] || return 0
    [ "$(id -u)" -eq 0 ] || { echo "a Debian 13 root can be made as root only" >&2; return 1; }
    for tool in chroot flock setpriv unshare apt-cache timeout; do
        command -v "$tool" >/dev/null || { echo "a Debian 13 root needs $tool" >&2; return 1; }
    done
    unshare --mount --pid --fork true 2>/dev/null || { echo "this system allows no mount namespaces" >&2; return 1; }
    mkdir -p "$home"
    exec 8>"$home/lock"
    flock 8
    if [ -d "$root" ]; then
        exec 8>&-
        return 0
    fi
    # What a killed set-up left, and roots of older recipes.
    for old in "$home"/new.* "$home"/trixie-*; do
        [ ! -e "$old" ] || rm -rf --one-file-system "$old"
    done
    log=$home/setup.log
    : >"$log"
    command -v debootstrap >/dev/null || {
        { apt-get install -y -qq --no-install-recommends debootstrap || { apt-get update -qq && apt-get install -y -qq --no-install-recommends debootstrap; }; } \
            </dev/null >>"$log" 2>&1 || { echo "debootstrap could not be installed; see $log" >&2; return 1; }
    }
    # Debian comes from where this system's own packages come from, through the same proxy.
    archive=$(apt-cache policy libc6 | grep -oE '(https?|file)://?[^ ]+' | grep -v security | head -n 1)
    [ -n "$archive" ] || { echo "apt names no archive to get Debian 13 from" >&2; return 1; }
    proxy=$(apt-config dump Acquire::http::Proxy 2>/dev/null | sed -n 's/.*"\(.*\)";/\1/p' | head -n 1)
    [ -z "$proxy" ] || export http_proxy="$proxy"
    echo "making a Debian 13 root with PoCL 6 under $home (about a minute)..." >&2
    new=$home/new.$$
    # Killed with this script, and everything in it: its first process is the namespace's init. The lock is held until the last of them ends.
    if ! setpriv --pdeathsig KILL timeout --foreground --kill-after=10 600 setpriv --pdeathsig KILL unshare --mount --propagation private --pid --fork --kill-child=KILL \
        "$0" fill "$new" "$archive" </dev/null >>"$log" 2>&1; then
        rm -rf --one-file-system "$new"
        echo "the Debian 13 root could not be made: $(grep -E '^(E|W):|rror' "$log" | tail -n 1 | cut -c 1-100) (see $log)" >&2
        return 1
    fi
    mv -T "$new" "$root"
    exec 8>&-
}

# --- Runs ---

runtime() { dirname "$(readlink -f "$(command -v dotnet)")"; }

# The first process of a run in the root: mounts what it needs, then becomes the test program.
enter_root() {
    selector=$1 dll=$2
    shift 2
    # Read-only but for these: a bind mount of the root on itself, so that it can be made so here alone.
    mount --bind "$root" "$root"
    cd "$root"
    mount -t proc -o ro proc proc
    mount -t sysfs -o ro sysfs sys
    mount --bind "$(runtime)" opt/dotnet
    mount -o remount,bind,ro opt/dotnet
    mount --bind "$(dirname "$dll")" opt/tests
    mount -o remount,bind,ro opt/tests
    mount -t tmpfs tmpfs tmp
    mount --bind /dev dev
    record=
    if [ -n "${GPUCLUSTER_DEVICE_RECORD:-}" ]; then
        mount --bind "$(dirname "$GPUCLUSTER_DEVICE_RECORD")" opt/record
        record=/opt/record/$(basename "$GPUCLUSTER_DEVICE_RECORD")
    fi
    mount -o remount,bind,ro .
    exec chroot . env -i PATH=/usr/bin:/bin HOME=/tmp TMPDIR=/tmp DOTNET_ROOT=/opt/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 \
        POCL_CACHE_DIR=/tmp/pocl POCL_MAX_WORK_GROUP_SIZE="$POCL_MAX_WORK_GROUP_SIZE" \
        GPUCLUSTER_TEST_DEVICE="$selector" GPUCLUSTER_DEVICE_RECORD="$record" GPUCLUSTER_DEVICE_LIST="${GPUCLUSTER_DEVICE_LIST:+/dev/stderr}" \
        sh -c 'cd /opt/tests && exec /opt/dotnet/dotnet "$@"' sh "$(basename "$dll")" "$@"
}

run() {
    place=$1 selector=$2 dll=$(readlink -f "$3")
    shift 3
    [ -z "${GPUCLUSTER_DEVICE_RECORD:-}" ] || {
        GPUCLUSTER_DEVICE_RECORD=$(readlink -f "$GPUCLUSTER_DEVICE_RECORD")
        export GPUCLUSTER_DEVICE_RECORD
    }
    # In the foreground, so that Ctrl-C reaches the tests; killed with this process, which is timeout from here on.
    case $place in
    system) exec env GPUCLUSTER_TEST_DEVICE="$selector" timeout --foreground --kill-after=10 "$limit" setpriv --pdeathsig KILL dotnet "$dll" "$@" ;;
    root)
        setup || exit 1
        exec timeout --foreground --kill-after=10 "$limit" setpriv --pdeathsig KILL unshare --mount --propagation private "$0" enter "$selector" "$dll" "$@"
        ;;
    *) usage ;;
    esac
}

# The devices a place has, as the tests themselves see them: SELECTOR NAME.
devices_of() {
    GPUCLUSTER_DEVICE_LIST=/dev/stderr "$0" run "$1" none "$2" -noColor -noLogo -trait Only=DeviceList 2>&1 >/dev/null </dev/null | sed -n 's/^device: //p'
}

list() {
    found=$(devices_of system "$1" | sed 's/^/system /')
    [ -z "$found" ] || echo "$found"
    case $found in *' opencl'*) return 0 ;; esac
    if reason=$(setup 2>&1 >&3); then
        devices_of root "$1" | sed 's/^/root /'
    elif [ -z "$found" ]; then
        echo "none $(echo "$reason" | tail -n 1)"
    fi 3>&2
}

command=${1:-}
[ -n "$command" ] || usage
shift
case $command in
list) [ $# -eq 1 ] && list "$1" ;;
run) [ $# -ge 3 ] && run "$@" ;;
setup) setup ;;
remove) rm -rf --one-file-system "$home" ;;
fill) fill_root "$@" ;;
enter) enter_root "$@" ;;
*) usage ;;
esac
