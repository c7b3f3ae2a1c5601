import Glibc

extension ShellReader {
    /// The home directory of the user, which the shell will put for `~`; nil for none.
    static var home: String? { getenv("HOME").map { String(cString: $0) } }

    /// Programs that can destroy what another session has written.
    private static let programs: Set<String> = ["git", "rm", "unlink", "shred", "mv", "find", "rsync"]

    /// Words of which a line must have at least one to destroy anything.
    private static let destructiveWords: [[UInt8]] = [
        "stash", "reset", "checkout", "checkout-index", "restore", "switch", "clean", "read-tree", "worktree",
        "submodule",
        "--abort", "--skip", "rm", "unlink", "shred", "mv", "find", "rsync",
    ].map { Array($0.utf8) }

    /// The calls that can destroy what another session has written, in the order in which they would run.
    /// - Parameters:
    ///   - directory: the absolute path of the directory where the shell starts.
    ///   - home: the value of `~`.
    static func destructiveCalls(in text: String, at directory: String, home: String?) -> [ShellCall] {
        mentionsAny(text) ? calls(in: text, at: directory, home: home).filter { programs.contains($0.name) } : []
    }

    /// The calls that can be recognised in a line of shell; best effort. Calls that hide behind the output of commands,
    /// aliases, scripts and other programs are not seen.
    static func calls(in text: String, at directory: String, home: String?) -> [ShellCall] {
        var reader = ShellReader(directory: directory, home: home)
        reader.read(ShellScanner.steps(of: text.utf8)[...])
        return reader.calls
    }

    /// Whether the text has one of the words, so that it is worth a closer look.
    private static func mentionsAny(_ text: String) -> Bool {
        text.utf8.split { !CommandWord.isNameByte($0) && $0 != UInt8(ascii: "-") }.contains { word in
            destructiveWords.contains { $0.count == word.count && $0.elementsEqual(word) }
        }
    }
}
