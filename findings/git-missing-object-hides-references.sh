#!/bin/bash
# git 2.39.5 (Debian; the same with 2.55.0), `git for-each-ref` with a format that reads the object, such as %(contents) or
# %(creatordate), where the object of one reference is gone.
# Expected: the others are listed, and the broken one is named. Seen: it ends with 128 and lists none, whatever the order. A
# list that is kept in references must be asked for its names first, and for each content by itself.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git init -q "$T/r" && cd "$T/r" || exit 2
for name in one two three; do
    git -c user.name=u -c user.email=u@example.invalid commit -q --allow-empty -m $name && git update-ref refs/kept/$name HEAD
done
gone=$(git rev-parse refs/kept/two)
git update-ref -d HEAD
git reflog expire --expire=now --all
rm ".git/objects/${gone:0:2}/${gone:2}"
names=$(git for-each-ref --format='%(refname)' refs/kept | wc -l)
contents=$(git for-each-ref --format='%(refname) %(contents:subject)' refs/kept 2>"$T/error"); status=$?
echo "names: $names; with contents: $(printf '%s' "$contents" | grep -c .) and status $status: $(cat "$T/error")"
[ "$names" = 3 ] && [ $status = 128 ] && [ -z "$contents" ] && { echo 'still so'; exit 0; }
echo 'git answers otherwise now'; exit 1
