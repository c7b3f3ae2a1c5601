# What an installation consists of; sourced after common.sh. Each function prints lines "mode|source|place", where the place is
# below bin/ or share/ of a prefix.

# The programs of a release build. parallel-cc-runner is for sandboxes: parallel-cc-sandbox puts it into their image.
programs=(parallel-cc parallel-cc-run parallel-cc-heartbeat parallel-cc-sandbox parallel-cc-runner)

# layout_of_build SOURCE STAGE: what the source tree and its release build give. What the program makes itself (completions, manual
# pages) is made in STAGE, as far as there is a program.
layout_of_build() {
    local built=$1/.build/release file shell
    for file in "${programs[@]}"; do say "755|$built/$file|bin/$file"; done
    for file in claude-parallel parallel-cc-heartbeat.sh; do say "755|$1/scripts/$file|bin/$file"; done
    while IFS= read -r file; do
        say "644|$1/plugin/$file|share/parallel-cc/plugin/$file"
    done < <(cd "$1/plugin" && find . -type f | sed 's|^\./||' | LC_ALL=C sort)
    say "644|$1/deploy/runner/Dockerfile|share/parallel-cc/runner/Dockerfile"
    for file in "${grammar_languages[@]}"; do
        file=$file.so
        [ ! -f "$1/.build/grammars/$file" ] || say "644|$1/.build/grammars/$file|share/parallel-cc/grammars/$file"
    done
    for shell in bash zsh fish; do
        if [ -x "$built/parallel-cc" ]; then "$built/parallel-cc" completions $shell >"$2/$shell"; fi
        case $shell in
            bash) file=bash-completion/completions/parallel-cc ;;
            zsh) file=zsh/site-functions/_parallel-cc ;;
            fish) file=fish/vendor_completions.d/parallel-cc.fish ;;
        esac
        say "644|$2/$shell|share/$file"
    done
    mkdir -p "$2/man"
    if [ -x "$built/parallel-cc" ]; then "$built/parallel-cc" generate-docs --man "$2/man"; fi
    for file in "$1"/docs/man/*.1 "$2"/man/*.1; do
        [ ! -f "$file" ] || say "644|$file|share/man/man1/${file##*/}"
    done
}

# layout_of_tree TREE: what lies below TREE/bin and TREE/share, which somebody packed, less what only a Debian package has.
layout_of_tree() {
    local file mode
    while IFS= read -r file; do
        case $file in bin/*) mode=755 ;; *) mode=644 ;; esac
        say "$mode|$1/$file|${file/zsh\/vendor-completions/zsh\/site-functions}"
    done < <(cd "$1" && find bin share -type f ! -path 'share/doc/*' | LC_ALL=C sort)
}

# name_programs BIN <FILE: the plugin's file with the full paths of our programs, which then need not be on PATH.
name_programs() {
    local path
    path=$(printf '%s' "$1" | sed 's/[\\"]/\\&/g; s/[&|\\]/\\&/g')
    sed "s|\"command\": \"[^\" ]*parallel-cc|\"command\": \"$path/parallel-cc|"
}
