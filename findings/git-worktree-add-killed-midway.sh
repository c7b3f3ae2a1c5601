#!/bin/bash
# git 2.39.5 (Debian), `git worktree add` that is killed before its last step, as by a power cut or the end of a container. Here a
# hook of the repository kills it, just before the new worktree's HEAD gets its commit.
# Expected: the half-made worktree hinders nobody, and goes with the next `git worktree prune`. Seen: `git gc` fails in the whole
# repository from then on ("bad object worktrees/NAME/HEAD"), because that HEAD is all zeros; prune passes it by, because
# git itself has locked it ("initializing"), and its directory is there. Only `git worktree remove -f -f` takes it away. Whoever
# makes worktrees by program writes down beforehand which one is being made, and removes what is left of it at the next start.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
export HOME=$T GIT_CONFIG_NOSYSTEM=1
command -v ps >/dev/null || { echo 'ps is missing'; exit 2; }
mkdir "$T/package" && cd "$T/package" && chmod 755 "$T" || exit 2
apt-get download -qq git=1:2.39.5-0+deb12u3 >/dev/null 2>&1 && dpkg-deb -x git_*.deb "$T/git" || { echo 'git 2.39.5 cannot be had'; exit 2; }
export GIT_EXEC_PATH=$T/git/usr/lib/git-core PATH=$T/git/usr/bin:$PATH
git --version
git init -q "$T/r" && cd "$T/r" && git -c user.name=u -c user.email=u@example.invalid commit -q --allow-empty -m a || exit 2
mkdir -p .git/hooks
# Its parent sets HEAD, and that one's parent is `git worktree add`.
printf '#!/bin/sh\n[ "$1" = prepared ] || exit 0\nkill -9 $(ps -o ppid= -p $PPID) $PPID\n' >.git/hooks/reference-transaction
chmod +x .git/hooks/reference-transaction
{ git worktree add --detach "$T/w"; } >/dev/null 2>&1
echo "git worktree add: status $?"
rm .git/hooks/reference-transaction
while [ -n "$(ps -eo args= | grep -F -- "$T/git" | grep -v grep)" ]; do sleep 0.1; done
echo "HEAD: $(cat .git/worktrees/w/HEAD); locked: $(cat .git/worktrees/w/locked)"
git worktree prune
git gc -q 2>"$T/gc"
status=$?
echo "git worktree prune, then git gc: status $status, $(head -n 1 "$T/gc")"
git worktree remove -f -f "$T/w" && git gc -q
echo "git worktree remove -f -f, then git gc: status $?"
[ $status != 0 ] && grep -q 'bad object worktrees/w/HEAD' "$T/gc" && { echo 'still so'; exit 0; }
echo 'git does otherwise now'; exit 1
