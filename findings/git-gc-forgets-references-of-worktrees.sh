#!/bin/bash
# git 2.39.5 (Debian; the same with 2.55.0), `git gc --prune=now` in one worktree of a repository, where another worktree has
# references of its own (refs/worktree/…, git-worktree(1)) and nothing else holds what they lead to.
# Expected: references hold what they lead to, in whatever worktree they are; git keeps another worktree's HEAD, index and
# reflog so. Seen: the commit is deleted, and the reference leads nowhere. Run in the worktree itself, gc keeps it. With the
# usual `gc --auto` it takes two weeks. Who keeps work in such references must hold it by another one, too.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git config --global user.name u; git config --global user.email u@example.invalid
git init -q "$T/r" && cd "$T/r" && git commit -q --allow-empty -m one && git worktree add -q "$T/w" 2>/dev/null || exit 2
own=$(git commit-tree -m 'only here' 'HEAD^{tree}')
detached=$(git commit-tree -m 'detached' 'HEAD^{tree}')
git -C "$T/w" checkout -q --detach "$detached" && git -C "$T/w" update-ref refs/worktree/own "$own" || exit 2
there() { git cat-file -e "$1" 2>/dev/null && echo kept || echo gone; }
git -C "$T/w" gc -q --prune=now; inside=$(there "$own")
git gc -q --prune=now 2>/dev/null; outside=$(there "$own"); head=$(there "$detached")
echo "gc in the worktree itself: $inside; in another: $outside; the worktree's HEAD: $head"
[ "$inside$outside$head" = keptgonekept ] && { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
