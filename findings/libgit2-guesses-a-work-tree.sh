#!/bin/bash
# libgit2 1.9.1 (wheel pygit2 1.18.2; the same with 1.5.1), opened at the git directory of a checkout made with
# `git init --separate-git-dir`.
# Expected: no work tree, as git says ("this operation must be run in a work tree"): only the checkout knows the git directory,
# not the other way round. Seen: the directory around the git directory is given as the work tree. A checkout or a status by way
# of it would be of files that are not the repository's.
set -u
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --target "$T/packages" pygit2==1.18.2 || exit 2
mkdir "$T/around"
git init -q --separate-git-dir="$T/around/store" "$T/checkout" || exit 2
said=$(PYTHONPATH=$T/packages python3 -c '
import pygit2, sys
print(pygit2.LIBGIT2_VERSION, pygit2.Repository(sys.argv[1]).workdir)' "$T/around/store") || exit 2
echo "libgit2 $said"
git -C "$T/around/store" rev-parse --show-toplevel 2>/dev/null && { echo 'git has a work tree there now, too'; exit 1; }
[ "$said" = "1.9.1 $T/around/" ] && { echo 'still so: the directory around it'; exit 0; }
echo 'libgit2 gives something else now'; exit 1
