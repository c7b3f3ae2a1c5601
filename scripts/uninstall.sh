#!/bin/bash
# Takes out what scripts/install.sh put in. See usage below.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=scripts/support/common.sh
. "$here/support/common.sh"

usage() {
    cat <<'TEXT'
Usage: scripts/uninstall.sh [--purge-data] [--yes] [--dry-run] [--help]

Removes hooks, alias, MCP entry and status line of parallel-cc, then exactly the files that scripts/install.sh installed:
a file that was changed since stays and is named. Database, beats and configuration stay; worktrees, removed worktrees and
rescues always, and they are named with what deals with them, which is best done while the program is there.

  --purge-data   remove database, beats and configuration too, by the names that parallel-cc gives: other files stay
                 and are named; refused while worktrees or sessions are there
  --yes          ask nothing
  --dry-run      print every change, make none

PARALLEL_CC_INSTALL_DIR and PARALLEL_CC_DATA_DIR as for install.sh.
TEXT
}

purge=no yes=no dry=no
for argument in "$@"; do
    case $argument in
        --purge-data) purge=yes ;;
        --yes) yes=yes ;;
        --dry-run) dry=yes ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; die "unknown argument: $argument" 64 ;;
    esac
done

find_places
left=0

# confirm QUESTION: true with --yes; without a terminal to ask on, false.
confirm() {
    local answer
    [ $yes = no ] || return 0
    [ -t 0 ] || die "$1 Say --yes to go on."
    read -r -p "$1 [y/N] " answer || answer=
    case $answer in [yY]*) return 0 ;; *) return 1 ;; esac
}

# act VERB PATH COMMAND…: runs the command, or only says it.
act() {
    local verb=$1 path=$2
    shift 2
    if [ $dry = yes ]; then say "would have $verb: $path"; return 0; fi
    "$@"
    say "$verb: $path"
}

# left_work: what status says of worktrees, rescues and trash; nothing when there are none.
left_work() {
    [ -x "$bin/parallel-cc" ] && [ -f "$data/coordinator.db" ] || return 0
    "$bin/parallel-cc" status --no-git 2>/dev/null |
        awk '/^(Lost|Worktrees without|Rescues|Trash)/ { on = 1 } on && NF { print "  " $0 }' || true
}

# tell_left_work: what outlives the program, and how it is found without it.
tell_left_work() {
    local work
    work=$(left_work)
    [ -n "$work" ] || return 0
    say 'Work that sessions left stays where it is:'
    printf '%s\n' "$work"
    say 'The commands above need the program, so use them before it goes. Without it: git worktree list; removed worktrees lie'
    say "in .trash beside where they were; git for-each-ref refs/parallel-cc/rescue names the rescues of a repository."
}

live_sessions() {
    "$bin/parallel-cc" status --no-git --json 2>/dev/null |
        sed -n 's/.*"totalSessions" *: *\([0-9][0-9]*\).*/\1/p' | head -n 1
}

# --- 1. settings and profiles ------------------------------------------------------------------------------------------
remove_settings() {
    if [ ! -x "$bin/parallel-cc" ]; then
        warn "$bin/parallel-cc is missing: hooks, alias and MCP entry, where installed, stay"
    elif [ $dry = yes ]; then
        "$bin/parallel-cc" install --uninstall --all --dry-run
    else
        "$bin/parallel-cc" install --uninstall --all ||
            die 'settings could not be cleaned (see above); no file was removed'
    fi
}

# --- 2. files ----------------------------------------------------------------------------------------------------------
remove_file() {
    local path=$1 sum leftover
    # What an install that was killed left half written.
    for leftover in "$(dirname "$path")/.${path##*/}".parallel-cc-??????; do
        if [ -f "$leftover" ]; then act removed "$leftover" rm -f -- "$leftover"; fi
    done
    [ -e "$path" ] || [ -L "$path" ] || return 0
    sum=$(file_sum "$path") || sum=
    if [ -n "$sum" ] && grep -Fxq -- "$sum"$'\t'"$path" "$manifest"; then
        act removed "$path" rm -f -- "$path"
        restore_backup "$path"
    else
        say "left, because it was changed since: $path"
        left=$((left + 1))
    fi
}

# restore_backup PATH: puts back what install.sh found there first; what it found later stays beside.
restore_backup() {
    local backup=$1.backup number=1
    until grep -Fxq -- $'backup\t'"$backup" "$manifest"; do
        # Names that are not in the manifest are taken by others.
        [ -e "$backup" ] || [ -L "$backup" ] || return 0
        number=$((number + 1))
        backup=$1.backup.$number
    done
    [ -e "$backup" ] || [ -L "$backup" ] || return 0
    act 'put back' "$1" mv -nT -- "$backup" "$1"
}

remove_files() {
    local kind path
    grep -v $'^backup\t' "$manifest" | cut -f2- | sort -u >"$stage/paths"
    while IFS=$'\t' read -r kind path; do
        case $kind in dir) printf '%s\n' "$path" ;; esac
    done <"$manifest" | sort -r >"$stage/folders"
    grep -Fxv -f "$stage/folders" "$stage/paths" >"$stage/files" || true
    while IFS= read -r path; do remove_file "$path"; done <"$stage/files"
    [ $left = 0 ] || return 0
    act removed "$manifest" rm -f -- "$manifest"
    # Folders that install.sh made, deepest first, as far as they are empty.
    while IFS= read -r path; do
        if [ -d "$path" ] && [ -z "$(find "$path" -mindepth 1 -maxdepth 1 -print -quit)" ]; then
            act removed "$path" rmdir -- "$path"
        fi
    done <"$stage/folders"
}

# --- 3. data -----------------------------------------------------------------------------------------------------------
# Worktrees are work, and the data folder may hold some (and their trash): never data to purge.
check_purge() {
    local program=$bin/parallel-cc left
    if [ -x "$program" ] && [ -f "$data/coordinator.db" ]; then
        left=$("$program" worktree list) || die "what is left cannot be told, so nothing is removed: '$program' doctor"
        if [ -n "$left" ]; then
            "$program" status --no-git >&2 || true
            die "worktrees are left: run what stands below each ('$program' is the program), then this again"
        fi
    fi
    check_tasks "$program"
    [ -n "$(find "$data/worktrees" -mindepth 1 -maxdepth 1 ! -name .trash -print -quit 2>/dev/null)" ] ||
        [ -n "$(find "$data/worktrees/.trash" -mindepth 1 -print -quit 2>/dev/null)" ] || return 0
    if [ ! -x "$program" ]; then
        die "worktrees are in $data/worktrees, and the program that deals with them is gone: run scripts/install.sh, then
this again"
    elif [ -n "$("$program" trash list 2>/dev/null)" ]; then
        die "removed worktrees are in $data/worktrees/.trash: '$program' trash list, then '$program' trash empty"
    fi
    die "what parallel-cc does not know is in $data/worktrees: look at it and move it away, then run this again"
}

# check_tasks PROGRAM: the work of a task that runs, or whose run was cut off, is not all in its repository yet.
check_tasks() {
    local tasks
    [ -d "$data/tasks" ] && [ -x "$1" ] || return 0
    tasks=$("$1" sandbox list) || die "whether tasks are running cannot be told, so nothing is removed: '$1' sandbox list"
    ! grep -E '^[^ ]+ +(queued|preparing|running|waiting|paused)' <<<"$tasks" >&2 ||
        die "these tasks have not ended: '$1' sandbox kill ID, or where a run was cut off '$1' sandbox download ID"
}

# purge_names FOLDER TYPES PATTERN: removes what is directly in the folder and has exactly such a name.
purge_names() {
    local entry
    while IFS= read -r -d '' entry; do
        act removed "$1/$entry" rm -rf --one-file-system -- "$1/$entry"
    done < <(find "$1/" -mindepth 1 -maxdepth 1 -type "$2" -regextype posix-extended -regex ".*/($3)" -printf '%f\0' |
        sort -z)
}

# purge_folder FOLDER TYPES PATTERN: the same, then the folder, unless anything else is in it, which is named.
purge_folder() {
    local entry
    [ -d "$1" ] || return 0
    purge_names "$@"
    if [ $dry = yes ]; then say "would have removed, if it is empty then: $1"; return 0; fi
    if rmdir -- "$1" 2>/dev/null; then say "removed: $1"; return 0; fi
    while IFS= read -r -d '' entry; do tell_kept "$1/$entry"; done < <(find "$1/" -mindepth 1 -maxdepth 1 -printf '%f\0')
}

tell_kept() { say "kept, because it has no name that parallel-cc gives: $1"; }

# is_own_gitignore FILE: whether it has only lines that the program writes.
is_own_gitignore() {
    [ "$(head -n 1 -- "$1" 2>/dev/null)" = '# of parallel-cc' ] && ! tail -n +2 -- "$1" |
        grep -Exvq '\*|/(coordinator\.db\*|beats|config\.json|installation\.json|radar|worktrees|\.gitignore)'
}

# What SQLite, migrations and doctor make.
database_names='coordinator\.db(\.(backup-v[0-9]+-[0-9]+(\.partial-[0-9]+-[0-9]+)?|damaged-[0-9]+))?(-(wal|shm|journal))?'

purge_data() {
    [ -d "$data" ] || { say "no data in $data"; return 0; }
    check_purge
    [ $dry = yes ] ||
        confirm "Remove database and configuration in $data? Rescues stay in their repositories." || return 0
    purge_names "$data" f "$database_names|(config\.json|installation\.json|\.gitignore)\.parallel-cc-[0-9]+"
    purge_names "$data" f,l '(config|installation)\.json'
    purge_folder "$data/beats" f '[0-9]+-[0-9]+(@[A-Za-z0-9_-]+)?(\.([0-9]+|mail|calls))?'
    purge_folder "$data/radar" d '[0-9]+-[0-9]+-[0-9]+-[a-z0-9]{4}'
    purge_folder "$data/landing" f '[a-z0-9]{10,13}\.log'
    purge_folder "$data/rebase" f '[a-z0-9]{10,13}\.log'
    # What tasks have done is in their repositories.
    purge_folder "$data/tasks" d 't[a-z0-9]{12,}'
    purge_folder "$data/model" d 'v[0-9]+'
    purge_names "$data" d 'image-[0-9]+'
    # Neither holds anything: see check_purge.
    purge_folder "$data/worktrees/.trash" f nothing
    purge_folder "$data/worktrees" f nothing
    if is_own_gitignore "$data/.gitignore"; then act removed "$data/.gitignore" rm -f -- "$data/.gitignore"; fi
    if [ $dry = yes ] || rmdir -- "$data" 2>/dev/null; then return 0; fi
    say "left, because other files are in it: $data"
    local entry
    while IFS= read -r -d '' entry; do
        case $entry in beats | radar | landing | rebase | tasks | model | worktrees) ;; *) tell_kept "$data/$entry" ;; esac
    done < <(find "$data/" -mindepth 1 -maxdepth 1 -printf '%f\0')
}

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
live=
if [ -x "$bin/parallel-cc" ]; then live=$(live_sessions) || live=; fi
if [ $purge = yes ] && [ -z "$live" ] && [ -x "$bin/parallel-cc" ] && [ -f "$data/coordinator.db" ]; then
    die "it cannot be told whether sessions are running, so nothing is removed: '$bin/parallel-cc' doctor"
fi
if [ -n "$live" ] && [ "$live" -gt 0 ]; then
    [ $purge = no ] || die "$live sessions are running; end them before their data is removed"
    [ $dry = yes ] || confirm "$live sessions are running and will not be released when they end. Go on?" || exit 0
fi
# Before the program goes that can deal with what it finds.
if [ $purge = yes ]; then check_purge; fi
tell_left_work
[ -f "$manifest" ] || [ -x "$bin/parallel-cc" ] || { say "parallel-cc is not installed in $bin"; [ $purge = yes ] || exit 1; }
[ $dry = yes ] || confirm "Remove parallel-cc from $bin?" || exit 0
remove_settings
if [ -f "$manifest" ]; then remove_files; else warn "no $manifest: files that were installed by hand stay"; fi
if [ $purge = yes ]; then purge_data; else [ ! -d "$data" ] || say "kept: $data (--purge-data removes it)"; fi
