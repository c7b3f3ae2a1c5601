#!/bin/bash
# git 2.39.5 (Debian), `git pack-objects --revs BASE` with a BASE on another file system than the repository's.
# git-pack-objects(1) lets BASE be any path. Expected: BASE-HASH.pack and BASE-HASH.idx.
# Seen: status 128, "unable to rename temporary file", "Invalid cross-device link": the pack is written below objects/pack of the
# repository and renamed. What was written, the whole size of the pack, stays there as objects/pack/tmp_pack_*.
# A program that packs for another place uses --stdout instead.
set -u
T=$(mktemp -d); S=$(mktemp -d -p /dev/shm) || { echo '/dev/shm cannot be written'; exit 2; }
trap 'rm -rf "$T" "$S"' EXIT
[ "$(stat -c %d "$T")" != "$(stat -c %d "$S")" ] || { echo 'there is no second file system'; exit 2; }
export HOME=$T GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=u GIT_AUTHOR_EMAIL=u@example.invalid
export GIT_COMMITTER_NAME=u GIT_COMMITTER_EMAIL=u@example.invalid
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git init -q -b main "$T/r" && cd "$T/r" && head -c 100000 /dev/urandom >f && git add f && git commit -qm first || exit 2
git rev-parse HEAD | git pack-objects -q --revs "$T/same" >/dev/null && ls "$T"/same-*.pack >/dev/null || exit 2
said=$(git rev-parse HEAD | git pack-objects -q --revs "$S/other" 2>&1 >/dev/null); status=$?
left=$(find .git/objects/pack -name 'tmp_*' -size +90k | wc -l)
echo "on the same file system: done; on another: status $status, $said; left behind: $left"
[ $status = 128 ] && case $said in *'Invalid cross-device link'*) [ -z "$(ls "$S")" ] ;; *) false ;; esac && { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
