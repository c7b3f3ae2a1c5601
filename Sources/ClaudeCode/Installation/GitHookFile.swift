internal import Exec
internal import Files
internal import Glibc
internal import HookCore

/// One of git's hooks (githooks(5)), with ours in front of what was there before.
///
/// The former hook, whatever it is (a script, a program, a link), stays beside ours under another name, untouched, so that
/// taking ours out gives it back as it was. Ours runs it first, with the same arguments and input, and ends as it does when
/// it fails.
struct GitHookFile {
    enum Name: String, CaseIterable {
        case preCommit = "pre-commit"
        case prePush = "pre-push"
    }

    /// Behind the name of the hook.
    static let chainedSuffix = ".parallel-cc-chained"
    private static let mark = "#!/bin/sh\n# parallel-cc: "

    let name: Name
    let directory: String
    /// Where our program is; absolute.
    let program: String

    var path: String { "\(directory)/\(name.rawValue)" }
    var chainedPath: String { path + Self.chainedSuffix }

    var state: HookSettings.State {
        guard let content = Self.content(of: path) else { return .absent }
        if content == Array(script.utf8) { return .current }
        return Self.isOurs(content) ? .outdated : .absent
    }

    /// Ours, in whatever version.
    static func isOurs(_ content: [UInt8]) -> Bool { content.starts(with: mark.utf8) }

    /// Nil for what is no regular file: whatever it is, it is not ours.
    static func content(of path: String) -> [UInt8]? {
        guard let facts = try? FileFacts(ofLinkAt: path), facts.isRegular else { return nil }
        return (try? AtomicFile.read(path)) ?? nil
    }

    /// What git runs. Only the status that means "claimed by another" stops it: no failure of ours does.
    var script: String {
        switch name {
        case .preCommit:
            frame(
                what: "a commit",
                chained: #"if [ -x "$chained" ]; then "$chained" "$@" || exit $?; fi"#,
                call: #""$program" hook pre-commit "$@" </dev/null"#)
        case .prePush:
            frame(
                what: "a push",
                chained: """
                    input=$(cat)
                    feed() { [ -z "$input" ] || printf '%s\\n' "$input" 2>/dev/null; }
                    if [ -x "$chained" ]; then feed | "$chained" "$@" || exit $?; fi
                    """,
                call: #"feed | "$program" hook pre-push "$@""#)
        }
    }

    private func frame(what: String, chained: String, call: String) -> String {
        """
        \(Self.mark)stops \(what) that touches what another session has claimed (install --git-hooks).
        # To take it out: parallel-cc install --uninstall --git-hooks
        # The hook that was here before runs first; it lies beside this one:
        chained="${0%/*}/\(name.rawValue)\(Self.chainedSuffix)"
        \(chained)
        program=\(ShellWord.quote(program))
        [ -x "$program" ] || program=$(command -v parallel-cc) || exit 0
        \(call)
        [ $? -ne 3 ] || exit 1
        exit 0

        """
    }
}
