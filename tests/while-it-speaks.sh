#!/bin/sh
# while-it-speaks.sh SECONDS LOG COMMAND...: runs a command with its output in LOG, and ends it when it has written nothing for SECONDS.
# So a test that hangs ends the run on any machine, and a slow machine has all the time it needs.
# The exit code is the command's own, or 124.
set -eu
limit=$1 log=$2
shift 2

: >"$log"
rm -f "$log.hung"

# A shell's background jobs ignore Ctrl-C, and so does what they start: tests that interrupt the program would wait for ever.
if env --default-signal=INT true 2>/dev/null; then set -- env --default-signal=INT "$@"; fi

# timeout makes a process group of the command and what it starts; signals to it reach all of them. It has no time limit here.
timeout -k 10 0 "$@" </dev/null >>"$log" 2>&1 &
command=$!
trap 'kill "$command" 2>/dev/null; exit 130' INT TERM HUP

(
    size=-1 quiet=0 step=$((limit < 10 ? 1 : 5))
    while kill -0 "$command" 2>/dev/null; do
        now=$(wc -c <"$log")
        if [ "$now" = "$size" ]; then quiet=$((quiet + step)); else quiet=0 size=$now; fi
        if [ "$quiet" -gt "$limit" ]; then
            echo "no output for $limit seconds: it hangs" >>"$log"
            : >"$log.hung"
            kill "$command" 2>/dev/null || true
            break
        fi
        sleep "$step"
    done
) &
watch=$!

code=0
wait "$command" || code=$?
kill "$watch" 2>/dev/null || true
if [ -e "$log.hung" ]; then
    rm -f "$log.hung"
    code=124
fi
exit "$code"
