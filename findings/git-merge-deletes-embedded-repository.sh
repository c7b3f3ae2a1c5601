#!/bin/bash
# git 2.39.5 (Debian), `git merge --ff-only` and `git checkout`, where a repository lies inside the working tree (its `.git` is a
# directory in it, as `git clone` makes it; `git add` has made it a gitlink) and the commit to go to has a file of that name.
# Expected: git refuses, as it does for an untracked file in the way, or leaves the repository. Seen: git deletes the whole inner
# repository, with branches and commits that are nowhere else, and says nothing; `git status` was clean before. `git rm` of the same
# gitlink refuses. A program that moves checkouts looks for a `.git` below every path that stops being a gitlink or a
# directory.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=u GIT_AUTHOR_EMAIL=u@example.invalid
export GIT_COMMITTER_NAME=u GIT_COMMITTER_EMAIL=u@example.invalid
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version

# make NAME: a repository with an inner one, `inner`, whose last commit is nowhere else; the branch `next` has a file in its place.
make() {
    git init -q -b main "$T/$1" && cd "$T/$1" && git init -q -b main inner || exit 2
    git -C inner commit -q --allow-empty -m first && git add inner 2>/dev/null && git commit -q -m 'a gitlink' || exit 2
    git checkout -q -b next && git rm -q --cached inner && mv inner "$T/$1-aside" && echo text >inner || exit 2
    git add inner && git commit -q -m 'a file' && rm inner && mv "$T/$1-aside" inner && git checkout -q -f main || exit 2
    git -C inner checkout -q -b mine && git -C inner commit -q --allow-empty -m 'only here' && git -C inner checkout -q main || exit 2
    echo "git status says '$(git status --short)'; the inner repository has: $(git -C inner log --oneline --all --format=%s | paste -sd,)"
}

lost=0
for act in 'merge -q --ff-only next' 'checkout -q next'; do
    make "${act%% *}"
    git $act
    echo "git $act: status $?; inner is now: $(stat -c %F inner)"
    [ -f inner ] && [ -z "$(find "$T/${act%% *}" -path '*inner/.git*' -o -path '*modules*' | head -n 1)" ] && lost=$((lost + 1))
done
make rm
git rm -q inner 2>"$T/refusal"
echo "git rm inner: status $?, $(head -n 1 "$T/refusal")"
[ $lost = 2 ] && [ -d inner ] && { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
