#!/bin/bash
# Builds parallel-cc and installs it for this user. See usage below.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=$(dirname "$here")
# shellcheck source=scripts/support/common.sh
. "$here/support/common.sh"
# shellcheck source=scripts/support/layout.sh
. "$here/support/layout.sh"

usage() {
    cat <<'TEXT'
Usage: scripts/install.sh [--all] [--from FILE] [--dry-run] [--help]

Installs the Debian packages that a build needs, builds a release and installs parallel-cc, parallel-cc-run,
parallel-cc-heartbeat, parallel-cc-sandbox and parallel-cc-runner with the recipe of their image (tasks in containers need
Docker), claude-parallel, shell completions, manual pages, Claude Code's plugin (used only when asked for) and tree-sitter's
grammars (from PyPI; without them conflicts are compared as text). Then it asks about hooks, alias and MCP entry.

  --all         ask nothing: hooks, alias and MCP entry too, then doctor and demo
  --from FILE   build nothing: install what scripts/package has made, a .deb or a .tar.gz; no root and no Swift are needed.
                In an unpacked .tar.gz this is what happens without it, too
  --dry-run     print every change, make none; with --all, those of --all

A second run changes nothing; an interrupted one can be run again. scripts/uninstall.sh takes everything out again.

  PARALLEL_CC_INSTALL_DIR   where programs go, default ~/.local/bin; completions go to share/ beside it
  PARALLEL_CC_DATA_DIR      database and beats, default ~/.parallel-cc
TEXT
}

all=no dry=no from=
while [ $# -gt 0 ]; do
    case $1 in
        --all) all=yes ;;
        --dry-run) dry=yes ;;
        --from) [ $# -gt 1 ] || die '--from needs a file' 64; from=$(absolute "$2"); shift ;;
        --from=*) from=$(absolute "${1#*=}") ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "unknown argument: $1" 64 ;;
    esac
    shift
done

find_places
outer_path=$PATH

# --- 1. what is installed: what somebody packed, or a build -----------------------------------------------------------
# unpack: sets tree to the folder with bin/ and share/ that is installed without a build; empty where there is none.
unpack() {
    tree=
    if [ -z "$from" ]; then
        [ ! -x "$source_root/bin/parallel-cc" ] || tree=$source_root
        return 0
    fi
    [ -f "$from" ] || die "there is no file $from; nothing was installed"
    mkdir "$stage/tree"
    case $from in
        *.deb) unpack_deb | tar -xf - -C "$stage/tree" && tree=$stage/tree/usr ;;
        *) tar -xzf "$from" -C "$stage/tree" --strip-components=1 && tree=$stage/tree ;;
    esac || die "$from is no package of parallel-cc, or is not whole; nothing was installed"
    [ -f "$tree/bin/parallel-cc" ] || die "$from is no package of parallel-cc; nothing was installed"
}

# unpack_deb: its files as a tar archive, also where dpkg is missing.
unpack_deb() {
    if command -v dpkg-deb >/dev/null; then dpkg-deb --fsys-tarfile "$from"; else ar p "$from" data.tar.xz | xz -d; fi
}

check_tree() {
    "$tree/bin/parallel-cc" --version >"$stage/version" 2>&1 ||
        die "the program in it does not run on this machine; nothing was installed: $(tail -n 1 "$stage/version")"
    command -v git >/dev/null || [ $dry = yes ] || install_packages git || die 'install git first'
}

prepare() {
    local missing=()
    unpack
    if [ -n "$tree" ]; then check_tree; return 0; fi
    if command -v dpkg-query >/dev/null; then mapfile -t missing < <(missing_packages "${build_packages[@]}"); fi
    if [ $dry = yes ]; then
        [ ${#missing[@]} = 0 ] || say "would install Debian packages: ${missing[*]}"
        find_swift || say "The build would stop here: $swift_lacks"
        say "would build: swift build -c release in $source_root"
        [ -f "$source_root/.build/grammars/typescript.so" ] || say "would fetch from PyPI: tree-sitter's grammars (20 MB)"
        return 0
    fi
    # Where there is no apt-get, the build itself says what it lacks.
    if ! install_packages "${build_packages[@]}" && { [ ${#missing[@]} -gt 0 ] || ! command -v git >/dev/null; }; then
        die "install these first (Debian's names): ${missing[*]:-${build_packages[*]}}"
    fi
    find_swift || die "$swift_lacks
Without Swift: scripts/install.sh --from a package that scripts/package has made elsewhere"
    say 'Building a release (the first time takes minutes)…'
    local log=$stage/build.log
    if ! build_release "$source_root" >"$log" 2>&1; then
        cat "$log" >&2
        die 'the build failed; nothing was installed'
    fi
    fetch_grammars
}

# fetch_grammars: with them conflicts are compared by what the code says; without them as text.
fetch_grammars() {
    install_packages "${grammar_packages[@]}" || true
    "$here/support/grammars" "$source_root/.build/grammars" || warn 'the grammars could not be fetched; conflicts will be compared as text'
}

# --- 2. what goes where: lines "mode|source|destination" in $stage/plan -----------------------------------------------
plan_files() {
    local mode file place
    if [ -n "$tree" ]; then layout_of_tree "$tree"; else layout_of_build "$source_root" "$stage"; fi >"$stage/layout"
    keep_grammars >>"$stage/layout"
    while IFS='|' read -r mode file place; do
        case $place in
            share/parallel-cc/plugin/hooks/hooks.json | share/parallel-cc/plugin/.mcp.json)
                name_programs "$bin" <"$file" >"$stage/${place##*/}"
                file=$stage/${place##*/}
                ;;
        esac
        case $place in bin/*) place=$bin/${place#bin/} ;; *) place=$share/${place#share/} ;; esac
        say "$mode|$file|$place"
    done <"$stage/layout"
}

# keep_grammars: those of an earlier installation stay when they cannot be fetched now.
keep_grammars() {
    local language place
    for language in "${grammar_languages[@]}"; do
        place=share/parallel-cc/grammars/$language.so
        grep -q "|$place\$" "$stage/layout" || [ ! -f "$share/${place#share/}" ] || say "644|$share/${place#share/}|$place"
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
    new=$(mktemp "$(dirname "$manifest")/.manifest.parallel-cc-XXXXXX")
    cat "$stage/manifest" >"$new"
    chmod 644 "$new"
    mv -fT "$new" "$manifest"
}

# keep FILE: beside itself, as NAME.backup or the first of NAME.backup.2, … that is free, unless one of them is the same.
keep() {
    local backup=$1.backup number=1
    while [ -e "$backup" ] || [ -L "$backup" ]; do
        if [ ! -L "$1" ] && [ ! -L "$backup" ] && cmp -s "$1" "$backup"; then return 0; fi
        number=$((number + 1))
        backup=$1.backup.$number
    done
    cp -aT "$1" "$backup"
    printf 'backup\t%s\n' "$backup" >>"$stage/folders"
    say "kept: $backup (it was not installed by this script)"
}

# place MODE SOURCE DESTINATION: atomically; a file that is not ours is kept beside.
place() {
    local new verb=replaced
    if [ -f "$3" ] && [ ! -L "$3" ] && cmp -s "$2" "$3" && [ "$(stat -c %a "$3")" = "$1" ]; then return 0; fi
    [ -e "$3" ] || [ -L "$3" ] || verb=created
    if [ $dry = yes ]; then
        changes=$((changes + 1))
        say "would have $verb: $3"
        return 0
    fi
    make_folder "$(dirname "$3")"
    if [ $verb = replaced ] && ! ours "$(file_sum "$3")" "$3" && ! cmp -s "$2" "$3"; then keep "$3"; fi
    new=$(mktemp "$(dirname "$3")/.${3##*/}.parallel-cc-XXXXXX")
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
    remove_obsolete
    if [ $dry = no ]; then write_manifest "$stage/sums"; return 0; fi
    if [ ! -f "$manifest" ]; then
        say "would have created: $manifest (what was installed, for uninstall.sh)"
    elif [ $changes -gt 0 ]; then
        say "would have replaced: $manifest"
    fi
}

# remove_obsolete: what an earlier version has put in and this one does not, unless it was changed since.
remove_obsolete() {
    local sum path
    cut -f 2 "$stage/sums" >"$stage/destinations"
    old_lines >"$stage/obsolete"
    while IFS=$'\t' read -r sum path; do
        case $sum in dir | backup) continue ;; esac
        if grep -Fxq -- "$path" "$stage/destinations" || [ "$(file_sum "$path")" != "$sum" ]; then continue; fi
        changes=$((changes + 1))
        if [ $dry = yes ]; then say "would have removed: $path"; continue; fi
        rm -- "$path"
        say "removed: $path"
    done <"$stage/obsolete"
}

# one_at_a_time COMMAND: while no other installation of this user's places files.
one_at_a_time() {
    if [ -d "${HOME:-}" ]; then exec 9<"$HOME"; else exec 9</; fi
    ! command -v flock >/dev/null || flock 9
    "$@"
    exec 9<&-
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
    if [ ! -x "$stage/bin/parallel-cc" ]; then plan_settings_unbuilt; return 0; fi
    said=$("$stage/bin/parallel-cc" install --all --dry-run)
    printf '%s\n' "${said//"$stage/bin"/"$bin"}"
}

# plan_settings_unbuilt: the same as far as it can be said before there is a program to ask.
plan_settings_unbuilt() {
    local state claude profile
    [ -n "${HOME:-}" ] || { say 'HOME is not set: hooks, alias and MCP entry would fail'; return 0; }
    change_of "${CLAUDE_CONFIG_DIR:-$HOME/.claude}/settings.json" parallel-cc-heartbeat \
        "add hooks (session start and end, prompts, tool calls, notifications) that call $bin/parallel-cc-heartbeat and
    $bin/parallel-cc hook; everything else stays"
    profile=$(alias_profile)
    if [ -n "$profile" ]; then
        change_of "$profile" claude-parallel "add: if [ -x $bin/claude-parallel ]; then alias claude='$bin/claude-parallel'; fi"
    else
        say "would fail: the alias; the login shell ${SHELL:-} is none of bash, zsh, fish"
    fi
    state=${CLAUDE_CONFIG_DIR:-$HOME}/.claude.json
    claude=$(command -v claude || true)
    change_of "$state" '"parallel-cc"' \
        "add the MCP server parallel-cc: {\"command\":\"$bin/parallel-cc\",\"args\":[\"mcp\",\"serve\"]}"
    [ -z "$claude" ] || say "    by: $claude mcp add-json -s user parallel-cc …"
    change_of "$data/installation.json" '' 'remember what is needed to undo all this'
    say 'After a build this shows every line: scripts/install.sh --all --dry-run'
}

# change_of FILE MARK WHAT: one line about a change; MARK in the file says that something of ours is there already.
change_of() {
    if [ ! -e "$1" ]; then
        say "would create $1: $3"
    elif [ -n "$2" ] && grep -Fq -- "$2" "$1" 2>/dev/null; then
        say "would bring up to date, where it differs, $1: $3"
    else
        say "would modify $1: $3"
    fi
}

# alias_profile: the file that the alias goes into; nothing for a shell that we do not know.
alias_profile() {
    local shell=${SHELL:-}
    [ -n "$shell" ] || shell=$(getent passwd "$(id -u)" | cut -d: -f7)
    case ${shell##*/} in
        zsh) say "$HOME/.zshrc" ;;
        fish) say "$HOME/.config/fish/config.fish" ;;
        bash) if [ ! -e "$HOME/.bashrc" ] && [ -e "$HOME/.bash_profile" ]; then say "$HOME/.bash_profile"; else say "$HOME/.bashrc"; fi ;;
    esac
}

set_up() {
    if [ $dry = yes ]; then
        [ $all = yes ] || say 'Then it would ask about each of these; --all makes them all without asking.'
        if [ -x "$bin/parallel-cc" ]; then "$bin/parallel-cc" install --all --dry-run; else plan_settings; fi
        [ $all = no ] || say 'would run: parallel-cc doctor; parallel-cc demo'
    elif [ $all = yes ]; then
        "$bin/parallel-cc" install --all
        PATH=$outer_path "$bin/parallel-cc" doctor || warn 'doctor found something to mend, see above'
        "$bin/parallel-cc" demo
    elif [ -t 0 ]; then
        "$bin/parallel-cc" install --interactive
        PATH=$outer_path "$bin/parallel-cc" doctor || warn 'doctor found something to mend, see above'
        read -r -p 'Show the demo (5 seconds, leaves nothing)? [y/N] ' answer || answer=
        case $answer in [yY]*) "$bin/parallel-cc" demo ;; esac
    else
        say 'Next: parallel-cc install --all   (hooks, alias, MCP entry; or one of --hooks --alias --mcp)'
        say '      parallel-cc doctor; parallel-cc demo'
    fi
}

# profile_with_bin: the first file of a shell's that puts $bin on PATH; false when none does.
profile_with_bin() {
    local file form forms=("$bin")
    [ -n "${HOME:-}" ] || return 1
    case $bin in "$HOME"/*) for form in '$HOME' '${HOME}' '~'; do forms+=("$form${bin#"$HOME"}"); done ;; esac
    for file in .profile .bash_profile .bash_login .bashrc .zshenv .zprofile .zshrc .config/fish/config.fish; do
        for form in "${forms[@]}"; do
            # To its end: a reader that stops early would make the pipe fail.
            if grep -v '^[[:space:]]*#' "$HOME/$file" 2>/dev/null | grep -i path | grep -F -- "$form" >/dev/null; then
                printf '~/%s\n' "$file"
                return 0
            fi
        done
    done
    return 1
}

tell_path() {
    local file
    case :$outer_path: in *":$bin:"*) return 0 ;; esac
    if file=$(profile_with_bin); then
        say "$bin is on PATH in new shells only ($file puts it there); in this one:  export PATH=\"$bin:\$PATH\""
    else
        say "$bin is not on PATH; add it, for example in ~/.profile:  export PATH=\"$bin:\$PATH\""
    fi
}

stage=$(realpath "$(mktemp -d)") pending='' changes=0
trap 'rm -rf "$stage"; [ -z "$pending" ] || rm -f "$pending"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
touch "$stage/folders"
prepare
plan_files >"$stage/plan"
if [ $dry = yes ]; then install_files; else one_at_a_time install_files; fi
make_data_folder
[ $dry = yes ] || say "parallel-cc is installed in $bin ($changes files changed)."
set_up
tell_path
