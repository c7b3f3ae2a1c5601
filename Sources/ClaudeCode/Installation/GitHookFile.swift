internal import Exec
internal import Files
internal import Glibc
internal import HookCore

/// A hook of git (githooks(5)) that runs the former hook and then ours.
///
/// The former hook, be it a script, a program or a link, stays beside ours under another name, untouched, so that
/// removing ours restores it as it was. Ours runs it first, with the same arguments and input, and if it fails ends
/// with its status.
struct GitHookFile {
    enum Name: String, CaseIterable {
        case preCommit = "pre-commit"
        case prePush = "pre-push"
    }

    /// The end of a former hook's new name.
    static let chainedSuffix = ".parallel-cc-chained"
    private static let mark = "#!/bin/sh\n# parallel-cc: "

    let name: Name
    let directory: String
    /// The absolute path of our program.
    let program: String

    var path: String { "\(directory)/\(name.rawValue)" }
    var chainedPath: String { path + Self.chainedSuffix }

    var state: HookSettings.State {
        guard let content = Self.content(of: path) else { return .absent }
        if content == Array(script.utf8) { return .current }
        return Self.isOurs(content) ? .outdated : .absent
    }

    /// Whether the user has written into our hook: then it is theirs, too, and stays.
    var isEdited: Bool {
        guard let content = Self.content(of: path) else { return false }
        return Self.isOurs(content) && !Self.isWholly(content, script: Array(script.utf8))
    }

    /// A free name beside the hook, for one that was edited.
    var editedPath: String {
        var (name, number) = (path + ".parallel-cc-edited", 2)
        while AtomicFile.exists(name) {
            name = "\(path).parallel-cc-edited.\(number)"
            number += 1
        }
        return name
    }

    /// Whether a hook's content is ours, of any version, also edited.
    static func isOurs(_ content: [UInt8]) -> Bool { content.starts(with: mark.utf8) }

    /// Whether the content is ours and nothing else. The program may be installed elsewhere. There has been one script
    /// so far.
    static func isWholly(_ content: [UInt8], script: [UInt8]) -> Bool {
        withoutProgram(content) == withoutProgram(script)
    }

    private static func withoutProgram(_ content: [UInt8]) -> [ArraySlice<UInt8>] {
        content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            $0.starts(with: "program=".utf8) && !$0.contains(UInt8(ascii: ";")) ? [] : $0
        }
    }

    /// Whether two paths are names of one file; links are not followed.
    static func isOneFile(_ path: String, as other: String) -> Bool {
        var (first, second) = (stat(), stat())
        return lstat(path, &first) == 0 && lstat(other, &second) == 0 && first.st_dev == second.st_dev
            && first.st_ino == second.st_ino
    }

    /// The content of a hook; nil for one that is no regular file, which is not ours.
    static func content(of path: String) -> [UInt8]? {
        guard let facts = try? FileFacts(ofLinkAt: path), facts.isRegular else { return nil }
        return (try? AtomicFile.read(path)) ?? nil
    }

    /// The script that git runs. Only the status that means "claimed by another session" stops git: no failure of ours
    /// does.
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
        program=\(ShellWord.script(program))
        [ -x "$program" ] || program=$(command -v parallel-cc) || exit 0
        \(call)
        [ $? -ne 3 ] || exit 1
        exit 0

        """
    }
}
