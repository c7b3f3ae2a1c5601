#!/bin/bash
# Builds parallel-cc and installs it for this user. See usage below.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=$(dirname "$here")
# shellcheck source=scripts/support/common.sh
. "$here/support/common.sh"

usage() {
    cat <<'TEXT'
Usage: scripts/install.sh [--all | --dry-run | --help]

Installs the Debian packages that a build needs, builds a release and installs parallel-cc, parallel-cc-run,
parallel-cc-heartbeat, claude-parallel and shell completions. Then it asks about hooks, alias and MCP entry.

  --all       ask nothing: hooks, alias and MCP entry too, then doctor and demo
  --dry-run   print every change, make none; with --all, those of --all

A second run changes nothing; an interrupted one can be run again. scripts/uninstall.sh takes everything out again.

  PARALLEL_CC_INSTALL_DIR   where programs go, default ~/.local/bin; completions go to share/ beside it
  PARALLEL_CC_DATA_DIR      database and beats, default ~/.parallel-cc
TEXT
}

all=no dry=no
for argument in "$@"; do
    case $argument in
        --all) all=yes ;;
        --dry-run) dry=yes ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "unknown argument: $argument" 64 ;;
    esac
done

find_places

# --- 1. packages, compiler, build ------------------------------------------------------------------------------------
prepare() {
    local missing=()
    if command -v dpkg-query >/dev/null; then mapfile -t missing < <(missing_packages "${build_packages[@]}"); fi
    if [ $dry = yes ]; then
        [ ${#missing[@]} = 0 ] || say "would install Debian packages: ${missing[*]}"
        find_swift || say 'swift was not found; the build would stop here'
        say "would build: swift build -c release in $source_root"
        return 0
    fi
    if ! install_packages "${build_packages[@]}"; then
        command -v pkg-config >/dev/null && pkg-config --exists sqlite3 libgit2 && command -v git >/dev/null ||
            die "install these first (Debian's names): ${missing[*]:-${build_packages[*]}}"
    fi
    find_swift || die 'swift was not found; install Swift 6 (https://www.swift.org/install/linux/) or add it to PATH'
    say 'Building a release (the first time takes minutes)…'
    local log=$stage/build.log product
    for product in parallel-cc parallel-cc-run parallel-cc-heartbeat; do
        if ! (cd "$source_root" && swift build -c release --product "$product") >"$log" 2>&1; then
            cat "$log" >&2
            die 'the build failed; nothing was installed'
        fi
    done
}

# --- 2. what goes where: lines "mode|source|destination" in $stage/plan -----------------------------------------------
plan_files() {
    local built=$source_root/.build/release shell file
    for file in parallel-cc parallel-cc-run parallel-cc-heartbeat; do
        say "755|$built/$file|$bin/$file"
    done
    for file in claude-parallel parallel-cc-heartbeat.sh; do say "755|$here/$file|$bin/$file"; done
    for shell in bash zsh fish; do
        case $shell in
            bash) file=$share/bash-completion/completions/parallel-cc ;;
            zsh) file=$share/zsh/site-functions/_parallel-cc ;;
            fish) file=$share/fish/vendor_completions.d/parallel-cc.fish ;;
        esac
        # Made by the program itself, so a dry run before the first build cannot compare them.
        if [ -x "$built/parallel-cc" ]; then "$built/parallel-cc" completions $shell >"$stage/$shell"; fi
        say "644|$stage/$shell|$file"
    done
}

# --- 3. the manifest: "sum<TAB>path" of a file, "dir<TAB>path", "backup<TAB>path" --------------------------------------
old_lines() { [ -f "$manifest" ] && cat "$manifest" || true; }
ours() { old_lines | grep -Fxq -- "$1"$'\t'"$2"; }

# make_folder DIR: with its missing parents, noting which were missing.
make_folder() {
    [ -d "$1" ] && return 0
    make_folder "$(dirname "$1")"
    mkdir "$1"
    printf 'dir\t%s\n' "$1" >>"$stage/folders"
}

# write_manifest FILE…: their distinct lines, in place of the old manifest.
write_manifest() {
    local new
    make_folder "$(dirname "$manifest")"
    cat -- "$@" "$stage/folders" <(old_lines | grep -E $'^(dir|backup)\t' || true) | sort -u >"$stage/manifest"
    if cmp -s "$stage/manifest" "$manifest"; then return 0; fi
    new=$(mktemp "$(dirname "$manifest")/.manifest.XXXXXX")
    cat "$stage/manifest" >"$new"
    chmod 644 "$new"
    mv -fT "$new" "$manifest"
}

# place MODE SOURCE DESTINATION: atomically; a file that is not ours is kept beside as NAME.backup.
place() {
    local new verb=replaced
    if [ -f "$3" ] && [ ! -L "$3" ] && cmp -s "$2" "$3" && [ "$(stat -c %a "$3")" = "$1" ]; then return 0; fi
    [ -e "$3" ] || [ -L "$3" ] || verb=created
    if [ $dry = yes ]; then say "would have $verb: $3"; return 0; fi
    make_folder "$(dirname "$3")"
    if [ $verb = replaced ] && ! ours "$(file_sum "$3")" "$3" && ! cmp -s "$2" "$3" && [ ! -e "$3.backup" ]; then
        cp -aT "$3" "$3.backup"
        printf 'backup\t%s\n' "$3.backup" >>"$stage/folders"
        say "kept: $3.backup (it was not installed by this script)"
    fi
    new=$(mktemp "$(dirname "$3")/.${3##*/}.XXXXXX")
    pending=$new
    cp -- "$2" "$new"
    chmod "$1" "$new"
    mv -fT "$new" "$3"
    pending=
    changes=$((changes + 1))
    say "$verb: $3"
}

install_files() {
    local mode from to
    while IFS='|' read -r mode from to; do
        printf '%s\t%s\n' "$(file_sum "$from")" "$to"
    done <"$stage/plan" >"$stage/sums"
    # Old and new sums first: whenever this stops, uninstall.sh knows what is ours.
    if [ $dry = no ]; then old_lines >"$stage/before"; write_manifest "$stage/sums" "$stage/before"; fi
    while IFS='|' read -r mode from to; do place "$mode" "$from" "$to"; done <"$stage/plan"
    if [ $dry = no ]; then write_manifest "$stage/sums"; fi
}

make_data_folder() {
    if [ -d "$data" ]; then
        [ "$(stat -c %a "$data")" = 700 ] && return 0
        if [ $dry = yes ]; then say "would make private (0700): $data"; return 0; fi
        chmod 700 "$data" && say "made private (0700): $data"
    elif [ $dry = yes ]; then
        say "would have created: $data"
    else
        mkdir -p "$(dirname "$data")" && mkdir -m 700 "$data" && say "created: $data"
    fi
}

# --- 4. hooks, alias, MCP entry ---------------------------------------------------------------------------------------
# plan_settings: what the program would change once it is in $bin; it goes by the folder that it lies in.
plan_settings() {
    local mode from to said
    mkdir "$stage/bin"
    while IFS='|' read -r mode from to; do
        case $to in "$bin"/*) [ ! -x "$from" ] || cp -- "$from" "$stage/bin/" ;; esac
    done <"$stage/plan"
    if [ ! -x "$stage/bin/parallel-cc" ]; then say 'would run: parallel-cc install --all'; return 0; fi
    said=$("$stage/bin/parallel-cc" install --all --dry-run)
    printf '%s\n' "${said//"$stage/bin"/"$bin"}"
}

set_up() {
    export PATH=$bin:$PATH
    if [ $dry = yes ]; then
        [ $all = yes ] || return 0
        if [ -x "$bin/parallel-cc" ]; then "$bin/parallel-cc" install --all --dry-run; else plan_settings; fi
        say 'would run: parallel-cc doctor; parallel-cc demo'
    elif [ $all = yes ]; then
        "$bin/parallel-cc" install --all
        "$bin/parallel-cc" doctor || warn 'doctor found something to mend, see above'
        "$bin/parallel-cc" demo
    elif [ -t 0 ]; then
        "$bin/parallel-cc" install --interactive
        "$bin/parallel-cc" doctor || warn 'doctor found something to mend, see above'
        read -r -p 'Show the demo (5 seconds, leaves nothing)? [y/N] ' answer || answer=
        case $answer in [yY]*) "$bin/parallel-cc" demo ;; esac
    else
        say 'Next: parallel-cc install --all   (hooks, alias, MCP entry; or one of --hooks --alias --mcp)'
        say '      parallel-cc doctor; parallel-cc demo'
    fi
}

stage=$(realpath "$(mktemp -d)") pending='' changes=0
trap 'rm -rf "$stage"; [ -z "$pending" ] || rm -f "$pending"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
touch "$stage/folders"
prepare
plan_files >"$stage/plan"
install_files
make_data_folder
[ $dry = yes ] || say "parallel-cc is installed in $bin ($changes files changed)."
outer_path=$PATH
set_up
case :$outer_path: in
    *":$bin:"*) ;;
    *) say "Add it to PATH, for example in ~/.profile:  export PATH=\"$bin:\$PATH\"" ;;
esac
