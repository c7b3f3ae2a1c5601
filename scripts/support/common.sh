# Shared by install.sh, uninstall.sh and test.sh; sourced, bash. Changes nothing by itself.

# What a build needs on Debian: git, C libraries (as archives, but for libcurl), and a compiler of C++ where nothing else
# brought what Swift links with (libc, the C++ library as an archive, a linker).
build_packages=(git libsqlite3-dev libgit2-dev libtree-sitter-dev libcurl4-openssl-dev)
for archive in /usr/lib/gcc/*/*/libstdc++.a; do
    if [ ! -f "$archive" ] || ! command -v ld >/dev/null; then build_packages+=(g++); fi
    break
done
# What fetching the grammars needs: they lie in a Python wheel.
grammar_packages=(python3 python3-pip)
# Each has a library of its own, LANGUAGE.so.
grammar_languages=(c cpp go java javascript python rust tsx typescript)

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { warn "$1"; exit "${2:-1}"; }

# absolute PATH: lexically; the path need not exist.
absolute() { case $1 in /*) printf '%s\n' "$1" ;; *) printf '%s/%s\n' "$PWD" "$1" ;; esac; }

# find_places: sets bin, share (beside it), data and manifest from the environment.
find_places() {
    [ -n "${HOME:-}" ] || [ -n "${PARALLEL_CC_INSTALL_DIR:-}" ] && [ -n "${HOME:-${PARALLEL_CC_DATA_DIR:-}}" ] ||
        die 'HOME is not set; set PARALLEL_CC_INSTALL_DIR and PARALLEL_CC_DATA_DIR'
    bin=$(absolute "${PARALLEL_CC_INSTALL_DIR:-${HOME:-}/.local/bin}")
    bin=${bin%/}
    share=$(dirname "$bin")
    share=${share%/}/share
    data=${PARALLEL_CC_DATA_DIR:-${HOME:-}/.parallel-cc}
    manifest=$share/parallel-cc/manifest
    case $data in /*) ;; *) die "PARALLEL_CC_DATA_DIR must be an absolute path: $data" 64 ;; esac
    case $bin$data in *$'\n'*) die 'paths with a newline cannot be installed to' 64 ;; esac
}

# file_sum FILE: its SHA-256, nothing when it is no readable regular file. A symbolic link is none.
file_sum() { [ -f "$1" ] && [ ! -L "$1" ] && sha256sum <"$1" 2>/dev/null | cut -d' ' -f1; }

# missing_packages NAME…: those that dpkg does not know as installed.
missing_packages() {
    local name
    for name in "$@"; do
        case $(dpkg-query -W -f='${Status}' "$name" 2>/dev/null) in
            *' installed') ;;
            *) printf '%s\n' "$name" ;;
        esac
    done
}

# install_packages NAME…: asks apt-get for what is missing, through sudo where we are not root. False when it could not.
install_packages() {
    local missing root=()
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 1
    mapfile -t missing < <(missing_packages "$@")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || return 1
        root=(sudo)
        [ -t 0 ] || root=(sudo -n)
    fi
    say "Installing Debian packages: ${missing[*]}"
    "${root[@]}" apt-get update -q >/dev/null || warn 'apt-get update failed; trying with the lists that are there'
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
}

# What the manifest of the package asks for.
least_swift=6.2

# find_swift: puts a swift that is new enough on PATH; false where there is none, and then $swift_lacks says so.
find_swift() {
    local program version old=()
    for program in "$(command -v swift)" /opt/swift/usr/bin/swift /usr/libexec/swift/bin/swift \
        "${HOME:-/nonexistent}/.local/share/swiftly/bin/swift"; do
        [ -x "$program" ] || continue
        version=$("$program" --version 2>/dev/null | grep -oE 'Swift version [0-9]+(\.[0-9]+)+' | head -n 1)
        version=${version##* }
        if [ "$(printf '%s\n' $least_swift "${version:-0}" | sort -V | head -n 1)" = $least_swift ]; then
            PATH=$(dirname "$program"):$PATH
            return 0
        fi
        old+=("$program is ${version:-of no known version}")
    done
    # shellcheck disable=SC2034
    swift_lacks="Swift $least_swift or later is needed: https://www.swift.org/install/linux/"
    # shellcheck disable=SC2034
    [ ${#old[@]} = 0 ] || swift_lacks="$swift_lacks ($(printf '%s; ' "${old[@]}" | sed 's/; $//'))"
    return 1
}

# build_release SOURCE: makes there what is tested, measured and shipped. SwiftPM keeps what the manifest said for as long as the
# manifest is the same, but it says more than stands in it: the commit, and the versions of the libraries inside.
build_release() { (cd "$1" && swift build -c release --manifest-cache none); }
