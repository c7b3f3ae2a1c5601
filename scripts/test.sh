#!/bin/bash
# Installs what the tests need, builds, and runs them. See usage below.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=$(dirname "$here")
# shellcheck source=scripts/support/common.sh
. "$here/support/common.sh"

usage() {
    cat <<'TEXT'
Usage: scripts/test.sh [unit | commands | real | all]

  unit       tests of the rooms with coverage, the same under the thread sanitizer, scripts/check
  commands   tests of the built programs, of install.sh, of the packages in fresh roots of Debian (Tests/Packages), of the MCP server
             with the official client (Tests/MCPClient), and of a day of work in all kinds of repositories (Tests/RepositoryMatrix)
  real       the real Claude Code against a scripted API on loopback (Tests/RealClaude)
  all        everything (default)

The last line is "N passed, N failed, N skipped"; a suite that cannot run here is one skip, by name. Exit 1 on a failure.
TEXT
}

suite=${1:-all}
case $suite in
    unit | commands | real | all) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; die "unknown suite: $suite" 64 ;;
esac
cd "$source_root" || exit 1
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
passed=0 failed=0 skipped=0
# Suites that start the built programs; all other test targets are unit tests.
program_suites='CommandTests|RunnerTests|SandboxTests'
# Those of a program with threads of its own.
threaded_suites='^CommandTests\.MCP'

section() { printf '\n=== %s\n' "$*"; }
wanted() { [ $suite = all ] || [ $suite = "$1" ]; }
pass() { say "ok   $1"; passed=$((passed + 1)); }
fail() { say "FAIL $1"; failed=$((failed + 1)); }
skip() { say "skip $1"; skipped=$((skipped + 1)); }

# count FILE NAME STATUS: adds up the last line "N passed, N failed, N skipped" of a program's output.
count() {
    local line numbers
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$1" | tail -n 1)
    if [ -z "$line" ]; then fail "$2 (it ended with $3 and no count)"; return 0; fi
    read -ra numbers <<<"${line//[!0-9]/ }"
    passed=$((passed + numbers[0])) failed=$((failed + numbers[1])) skipped=$((skipped + numbers[2]))
    [ "$3" = 0 ] || [ "${numbers[1]}" != 0 ] || fail "$2 (it ended with $3)"
}

# counted NAME COMMAND…: runs a program that prints such a line.
counted() {
    local name=$1 status
    shift
    section "$name"
    timeout -k 30 1500 "$@" 2>&1 | tee "$logs/counted"
    status=${PIPESTATUS[0]}
    count "$logs/counted" "$name" "$status"
}

# built NAME COMMAND…: a build as a test of its own, its output shown only when it fails.
built() {
    local name=$1 start=$SECONDS
    shift
    section "$name"
    if timeout -k 30 1500 "$@" >"$logs/build" 2>&1; then
        pass "$name ($((SECONDS - start)) s)"
    else
        grep -E 'error|warning' "$logs/build" | sort -u | head -n 50
        tail -n 20 "$logs/build"
        fail "$name"
        return 1
    fi
}

# swift_tests NAME ARGUMENTS…: `swift test`, counted from its xunit output.
swift_tests() {
    local name=$1 status
    shift
    section "$name"
    rm -f "$logs"/xunit*
    timeout -k 30 1800 swift test --skip-build --xunit-output "$logs/xunit.xml" "$@" >"$logs/tests" 2>&1
    status=$?
    # Those of SwiftPM itself are indented.
    grep -E '^(✘|↳| *(error|warning):)' "$logs/tests" | grep -vE '^↳ (Testing Library|Target Platform)' | head -n 300
    if [ -f "$logs/xunit-swift-testing.xml" ]; then
        python3 "$here/support/xunit_count.py" "$logs/xunit-swift-testing.xml" | tee "$logs/counted"
        count "$logs/counted" "$name" $status
    else
        tail -n 40 "$logs/tests"
        fail "$name (it ended with $status and no results)"
    fi
}

print_coverage() {
    local tools binary
    tools=$(dirname "$(readlink -f "$(command -v swift)")")
    binary=$(swift build --show-bin-path)
    section 'line coverage of the unit tests'
    # Not the llvm-cov that may be on PATH: it must know the compiler's profile format.
    "$tools/llvm-cov" export --summary-only --instr-profile "$binary/codecov/default.profdata" \
        "$binary"/*PackageTests.xctest 2>"$logs/coverage" | python3 "$here/support/coverage.py" "$source_root" ||
        { cat "$logs/coverage"; say 'coverage could not be read'; }
}

unit_suites() {
    local tests=() name
    for name in Tests/*Tests; do
        [[ ${name##*/} =~ ^($program_suites)$ ]] || tests+=("${name##*/}")
    done
    (IFS='|'; printf '^(%s)\\.' "${tests[*]}")
}

unit() {
    built 'debug build' swift build --build-tests --enable-code-coverage || return 0
    swift_tests 'unit tests' --enable-code-coverage --filter "$(unit_suites)"
    print_coverage
    local sanitized=(--sanitize=thread --scratch-path .build/thread-sanitizer)
    if built 'build for the thread sanitizer' swift build --build-tests "${sanitized[@]}"; then
        # It finds races, not wrong answers, and is slow: fewer random sequences do.
        PARALLEL_CC_MODEL_SEQUENCES=${PARALLEL_CC_SANITIZED_SEQUENCES:-10} TSAN_OPTIONS=halt_on_error=0 \
            swift_tests 'unit tests and the MCP server under the thread sanitizer' "${sanitized[@]}" \
            --filter "$(unit_suites)" --filter "$threaded_suites"
    fi
}

release() {
    [ -z "${release_built:-}" ] || return "$release_built"
    release_built=0
    # Not SwiftPM's memory of the manifest: see build_release in common.sh.
    built 'release build' swift build -c release --manifest-cache none || release_built=1
    return $release_built
}

commands() {
    counted 'install and uninstall' "$here/support/test-install"
    release || { skip "$program_suites (no release build)"; return 0; }
    built 'build of the tests' swift build --build-tests --enable-code-coverage || return 0
    PARALLEL_CC_TEST_BINARIES=$(swift build -c release --show-bin-path) LLVM_PROFILE_FILE=/dev/null \
        swift_tests 'tests of the programs' --filter "^($program_suites)\\."
    PARALLEL_CC_TEST_BINARIES=$(swift build -c release --show-bin-path) counted "MCP's own client" Tests/MCPClient/run
    PARALLEL_CC_TEST_BINARIES=$(swift build -c release --show-bin-path) \
        counted 'kinds of repositories' Tests/RepositoryMatrix/run
    counted 'packages' Tests/Packages/run
}

real() {
    release || { skip 'Tests/RealClaude (no release build)'; return 0; }
    PARALLEL_CC_TEST_BINARIES=$(swift build -c release --show-bin-path) counted 'real Claude Code' Tests/RealClaude/run
}

# For containers: a network, a program that needs nothing of an image, one that asks for the model, and an engine. Debian's
# would take away another.
container_packages=(iptables busybox-static curl)
PATH=$PATH:/usr/sbin command -v dockerd >/dev/null || container_packages+=(docker.io)
packages=("${build_packages[@]}" "${grammar_packages[@]}" "${container_packages[@]}" zsh fish tmux iproute2 util-linux procps strace)
install_packages "${packages[@]}" || warn "could not install all of: ${packages[*]}; what needs them will be skipped"
find_swift || die "$swift_lacks"
"$here/support/grammars" "$source_root/.build/grammars" || warn 'no grammars; what needs them will fail'
# No test may meet the settings of whoever runs it.
unset PARALLEL_CC_DATA_DIR PARALLEL_CC_GRAMMARS PARALLEL_CC_DISABLE PARALLEL_CC_SESSION_ID PARALLEL_CC_CLAUDE CLAUDECODE CLAUDE_PID CLAUDE_CONFIG_DIR

if wanted unit; then unit; fi
if wanted commands; then commands; fi
if wanted real; then real; fi
if wanted unit; then
    counted 'scripts/check' "$here/check"
    counted 'scripts/check --self-test' "$here/check" --self-test
fi
say
say "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
