#!/bin/sh
# bare.sh ROOT ARCHIVE ARGUMENT…: runs a packed program (gpucluster pack) in a root that holds Debian's libc6 and the pack, and nothing else: no
# shell, no .NET, no network. ROOT is made where it is not there. Only root can do that.
set -eu
root=$1 archive=$2
shift 2

if [ ! -d "$root" ]; then
    new=$root.new
    rm -rf "$new"
    mkdir -p "$new/dev" "$new/pack" "$new/proc" "$new/tmp"
    (cd "$new" && apt-get download -qq libc6 >/dev/null 2>&1) || { echo "bare.sh: apt-get cannot download libc6" >&2; exit 77; }
    dpkg-deb -x "$new"/libc6_*.deb "$new"
    rm "$new"/libc6_*.deb
    # Where /lib is a link to /usr/lib, the package of the links is another.
    for link in lib lib64; do [ -e "$new/$link" ] || ln -s "usr/$link" "$new/$link"; done
    tar -xJf "$archive" -C "$new/pack" --strip-components 1
    mv -T "$new" "$root"
fi

chroot=$(command -v chroot)
# shellcheck disable=SC2016 # the inner shell's own
exec unshare --mount --pid --net --fork sh -eu -c '
    chroot=$1 root=$2
    shift 2
    mount -t proc proc "$root/proc"
    mount --bind /dev "$root/dev"
    exec env -i HOME=/tmp "$chroot" "$root" /pack/gpucluster "$@"
' sh "$chroot" "$root" "$@"
