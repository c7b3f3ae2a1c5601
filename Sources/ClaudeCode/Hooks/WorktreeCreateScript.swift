internal import Exec

/// The WorktreeCreate hook as a line for `/bin/sh`.
///
/// Such a hook replaces Claude Code's own calls of git, so it must not fail because we do: without our program, or when
/// it fails, a plain `git worktree add` makes the worktree where Claude Code would have made it. Claude Code reads the
/// last line of standard output as the path; the name of the worktree comes as JSON on standard input.
struct WorktreeCreateScript {
    /// The path of `parallel-cc`.
    let program: String

    var text: String {
        """
        input=$(cat); printf '%s\\n' "$input" | \(ShellWord.script(program)) hook worktree-create && exit 0; \
        name=$(printf '%s\\n' "$input" | sed -n 's/.*"name" *: *"\\([A-Za-z0-9._/-]*\\)".*/\\1/p'); \
        case "$name" in ''|/*|-*|*..*) echo 'parallel-cc: no usable worktree name' >&2; exit 1;; esac; \
        root=$(git rev-parse --show-toplevel 2>/dev/null || git rev-parse --path-format=absolute --git-common-dir) || \
        exit 1; path="$root/.claude/worktrees/$name"; \
        [ -e "$path/.git" ] || git worktree add --no-track -b "worktree-$name" "$path" >&2 || \
        git worktree add "$path" "worktree-$name" >&2 || exit 1; printf '%s\\n' "$path"
        """
    }
}
