#!/bin/bash
# git 2.39.5 (Debian), core.splitIndex=true, a private index by GIT_INDEX_FILE in another directory.
# Expected: what belongs to the private index lies beside it. Seen: its shared half is written into the repository's own git
# directory, as one more sharedindex file, and stays there for two weeks. Whoever compares a git directory before and after sees
# a change that nobody made; `-c core.splitIndex=false` for private indexes avoids it.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1
mkdir "$T/package" "$T/private" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git init -q "$T/r" && cd "$T/r" && git config core.splitIndex true || exit 2
echo a >a && git add a && git -c user.name=u -c user.email=u@example.invalid commit -qm a || exit 2
count() { find "$1" -maxdepth 1 -name 'sharedindex.*' | wc -l; }
before=$(count .git)
export GIT_INDEX_FILE=$T/private/index
git read-tree --empty && printf '100644 %s\tb\n' "$(git rev-parse HEAD:a)" | git update-index --index-info || exit 2
echo "shared halves in the git directory: $before, then $(count .git); beside the private index: $(count "$T/private")"
[ "$(count .git)" = $((before + 1)) ] && [ "$(count "$T/private")" = 0 ] && { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
