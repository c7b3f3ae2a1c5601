#!/bin/bash
# dockerd 20.10.24 (Debian 12), POST /containers/ID/attach?stream=1&stdout=1 of a container that has exited.
# `docker attach` refuses that ("You cannot attach to a stopped container, start it first"). Expected of the API: an error, or an
# end at once. Seen: 200, and the connection stays open with nothing on it until somebody starts the container once more; then it
# carries the output of that run, and ends with it. So a client that attaches to follow a program which ends just before learns
# of that end from neither the answer nor the connection: it has to ask for the state after it has attached.
set -u
[ "$(id -u)" = 0 ] || { echo 'this needs root'; exit 2; }
for program in curl dpkg-deb unshare ip; do command -v $program >/dev/null || { echo "$program is missing"; exit 2; }; done
self=$(realpath "$0")
if [ "${1:-}" != inside ]; then
    T=$(mktemp -d -p /var/tmp); chmod 755 "$T"; trap 'rm -rf "$T"' EXIT
    mkdir "$T/packages" "$T/root" && cd "$T/packages" || exit 2
    apt-get download -qq docker.io=20.10.24+dfsg1-1+deb12u1+b6 containerd=1.6.20~ds1-1+deb12u3 runc=1.1.5+ds1-1+deb12u1 \
        busybox-static=1:1.35.0-4+deb12u1+b1 >/dev/null 2>&1 || { echo 'the packages cannot be had'; exit 2; }
    for package in *.deb; do dpkg-deb -x "$package" "$T/engine"; done
    cd / && unshare --net --mount --pid --fork --kill-child --mount-proc "$self" inside "$T"
    exit $?
fi
T=$2; S=$T/docker.sock; export HOME=$T PATH=$T/engine/usr/sbin:$T/engine/usr/bin:$PATH
ip link set lo up
dockerd --version
dockerd --data-root "$T/data" --exec-root "$T/exec" --pidfile "$T/pid" --host "unix://$S" --storage-driver vfs --bridge none \
    --iptables=false >"$T/log" 2>&1 &
call() { curl -s --unix-socket "$S" "$@"; }
for _ in $(seq 150); do call http://d/_ping >/dev/null && break; sleep 0.1; done
call http://d/_ping >/dev/null || { echo 'dockerd does not run here:'; grep -a 'level=fatal\|failed' "$T/log" | tail -n 1; exit 2; }
mkdir "$T/root/bin" && cp "$T/engine/bin/busybox" "$T/root/bin/busybox"
tar -C "$T/root" -c . | call -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
    'http://d/images/create?fromSrc=-&repo=seen&tag=latest' >/dev/null
call -X POST -H 'Content-Type: application/json' -d '{"Image": "seen", "Cmd": ["/bin/busybox", "echo", "printed"], "Tty": true,
    "HostConfig": {"NetworkMode": "none"}}' 'http://d/containers/create?name=seen' >/dev/null
call -X POST http://d/containers/seen/start; call -X POST http://d/containers/seen/wait >/dev/null
call http://d/containers/seen/json | grep -o '"Status":"[a-z]*"' | head -n 1
: >"$T/body"
call -o "$T/body" -w '%{http_code}' --max-time 60 -X POST 'http://d/containers/seen/attach?stream=1&stdout=1' >"$T/code" &
attached=$!
sleep 5
kill -0 $attached 2>/dev/null && open=yes || open=no
echo "five seconds after the attach to the exited container: open: $open, received: $(wc -c <"$T/body") bytes"
call -X POST http://d/containers/seen/start
wait $attached; status=$?
echo "after another start: curl ends with $status, HTTP $(cat "$T/code"), received: $(tr -d '\r\n' <"$T/body")"
kill "$(cat "$T/pid")"; wait 2>/dev/null
[ $open = yes ] && [ $status = 0 ] && [ "$(tr -d '\r\n' <"$T/body")" = printed ] && { echo 'still so'; exit 0; }
echo 'dockerd does otherwise now'; exit 1
