import HookCore

/// Follows up a Bash command once it has run, because only then its effects are known. Its writes are announced. If it
/// changed what another session has claimed, both sessions are told. Its stash entries are pinned. A command that
/// changed nothing costs no access to the database.
struct BashEffects {
    let dataDirectory: String
    let beats: BeatDirectory

    /// The first word of a claim's reason where it is not known which session wrote.
    private static let unattributed = "unattributed"
    private static let mostNamed = 10

    func follow(_ input: HookInput, session: ProcessIdentity, into answer: inout Answer) {
        guard input.toolName == "Bash", let cwd = input.cwd else { return }
        keepStashes(input, cwd: cwd)
        guard let changes = input.changes else { return }
        let brought = input.command.map { BroughtByGit.of($0, at: cwd, home: ShellReader.home) } ?? .nothing
        if brought == .everything { return }
        var database: HookDatabase?
        // The number is that of the whole command, so it is recorded once.
        var unnamed = changes.total - changes.files.count
        for changed in ChangedTree.sorted(changes.files) {
            guard GuardMode.find(changed.location, dataDirectory: dataDirectory) != .off else { continue }
            database = database ?? HookDatabase(dataDirectory: dataDirectory)
            guard let database else { return }
            let edited = changed.without(brought)
            if edited.paths.isEmpty, unnamed == 0 { continue }
            BashWrites(changed: edited, unnamed: unnamed, session: session, beats: beats, database: database)
                .record(&answer)
            unnamed = 0
        }
    }

    private func keepStashes(_ input: HookInput, cwd: String) {
        var directories = [cwd]
        // The command may have stashed elsewhere.
        if let command = input.command {
            let calls = ShellReader.destructiveCalls(in: command, at: cwd, home: ShellReader.home)
            directories += StashAct.find(in: calls).map(\.directory)
        }
        for repository in directories.distinctNames.compactMap({ ClaimLocation.around($0)?.repository }).distinctNames {
            StashPinner(commonDirectory: repository).keepNew()
        }
    }

    /// Returns what an INTENT claim says of its holder.
    static func announcement(_ claim: HookDatabase.Claim) -> String {
        guard claim.reason?.hasPrefix(unattributed) == true else { return "has announced to write the same file" }
        return "has changed the same file, or another session in its tree has"
    }

    /// The reason of the claim on a path that changed while a command ran.
    static func reason(_ others: [KnownSession]) -> String {
        if others.isEmpty { return "changed while a Bash command ran" }
        return "\(unattributed): changed in a tree where \(others.map(\.shortName).joined(separator: ", ")) works too"
    }

    /// Returns the first paths, and how many more there are.
    static func list(_ paths: [[UInt8]]) -> String {
        let named = paths.prefix(mostNamed).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        return paths.count > mostNamed ? "\(named) and \(paths.count - mostNamed) more" : named
    }
}
