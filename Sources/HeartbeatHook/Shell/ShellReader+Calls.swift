extension ShellReader {
    /// Programs that can take away what somebody has written.
    private static let programs: Set<String> = ["git", "rm", "unlink", "shred", "mv", "find", "rsync"]

    /// Words without which no line does anything of that kind.
    private static let words: [[UInt8]] = [
        "stash", "reset", "checkout", "checkout-index", "restore", "switch", "clean", "read-tree", "worktree",
        "submodule",
        "--abort", "--skip", "rm", "unlink", "shred", "mv", "find", "rsync",
    ].map { Array($0.utf8) }

    /// Those that can take away what somebody has written, in the order in which they would run.
    /// - Parameters:
    ///   - directory: where the shell starts; absolute.
    ///   - home: what `~` stands for.
    static func destructiveCalls(in text: String, at directory: String, home: String? = nil) -> [ShellCall] {
        mentionsAny(text) ? calls(in: text, at: directory, home: home).filter { programs.contains($0.name) } : []
    }

    /// Recognised in a line of shell; best effort. What hides behind what commands print, aliases, scripts and other
    /// programs is not seen.
    static func calls(in text: String, at directory: String, home: String? = nil) -> [ShellCall] {
        var reader = ShellReader(directory: directory, home: home)
        reader.read(ShellScanner.steps(of: text.utf8)[...])
        return reader.calls
    }

    /// Whether it is worth a closer look.
    private static func mentionsAny(_ text: String) -> Bool {
        text.utf8.split { !CommandWord.isNameByte($0) && $0 != UInt8(ascii: "-") }.contains { word in
            words.contains { $0.count == word.count && $0.elementsEqual(word) }
        }
    }
}
