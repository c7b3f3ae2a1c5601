#!/bin/bash
# git 2.39.5 (Debian), `git update-ref --stdin` with `verify REF OLD`, in a repository that keeps references in files, where
# HEAD stands for REF. Expected: nothing changes, as git-update-ref(1) promises for verify.
# Seen: the reflog of HEAD gets an entry `OLD 0000…` without a message. `HEAD@{0}` is zeros then, each `HEAD@{n}` is one
# further, and `git reset --hard HEAD@{1}` goes to where HEAD is. Another branch than HEAD's, or a detached HEAD, writes nothing.
# A program that verifies one reference while it changes another looks at the first again afterwards instead.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=u GIT_AUTHOR_EMAIL=u@example.invalid
export GIT_COMMITTER_NAME=u GIT_COMMITTER_EMAIL=u@example.invalid
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git init -q -b main "$T/r" && cd "$T/r" && git commit -q --allow-empty -m first && git commit -q --allow-empty -m second || exit 2
git branch other
entries() { wc -l <.git/logs/HEAD; }
before=$(entries)
printf 'verify refs/heads/other %s\n' "$(git rev-parse other)" | git update-ref --stdin || exit 2
other=$(entries)
printf 'verify refs/heads/main %s\n' "$(git rev-parse main)" | git update-ref --stdin || exit 2
echo "entries in the reflog of HEAD: $before; after 'verify refs/heads/other': $other; after 'verify refs/heads/main': $(entries)"
tail -n 1 .git/logs/HEAD | cut -d' ' -f2
[ "$other" = "$before" ] && [ "$(entries)" = $((before + 1)) ] && tail -n 1 .git/logs/HEAD | grep -q ' 0000000000000000000000000000000000000000 ' &&
    { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
