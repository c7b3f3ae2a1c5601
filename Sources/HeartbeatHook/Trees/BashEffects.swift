import HookCore

/// What a Bash command has done is known only afterwards: its writes are announced, a hit on somebody's claim is told to
/// both, and what it stashed is pinned. A command that changed nothing costs no look at the database.
struct BashEffects {
    let dataDirectory: String
    let beats: BeatDirectory

    /// How the reason of a claim begins whose writer is not known.
    private static let unattributed = "unattributed"
    private static let mostNamed = 10

    func follow(_ input: HookInput, session: ProcessIdentity, into answer: inout Answer) {
        guard input.toolName == "Bash", let cwd = input.cwd else { return }
        keepStashes(input, cwd: cwd)
        guard let changes = input.changes else { return }
        let brought = input.command.map { BroughtByGit.of($0, at: cwd) } ?? .nothing
        if brought == .everything { return }
        var database: HookDatabase?
        for changed in ChangedTree.sorted(changes.files) {
            guard GuardMode.find(changed.place, dataDirectory: dataDirectory) != .off else { continue }
            database = database ?? HookDatabase(dataDirectory: dataDirectory)
            guard let database else { return }
            let edited = changed.without(brought)
            if edited.paths.isEmpty { continue }
            let unnamed = changes.total - changes.files.count
            BashWrites(changed: edited, unnamed: unnamed, session: session, beats: beats, database: database)
                .record(&answer)
        }
    }

    private func keepStashes(_ input: HookInput, cwd: String) {
        var directories: Set = [cwd]
        // It may have stashed elsewhere.
        if let command = input.command {
            directories.formUnion(
                StashAct.find(in: ShellReader.destructiveCalls(in: command, at: cwd)).map(\.directory))
        }
        for repository in Set(directories.compactMap { ClaimLocation.around($0)?.repository }) {
            StashPinner(commonDirectory: repository).keepNew()
        }
    }

    /// What an INTENT claim says of its holder.
    static func announcement(_ claim: HookDatabase.Claim) -> String {
        guard claim.reason?.hasPrefix(unattributed) == true else { return "has announced to write the same file" }
        return "has changed the same file, or another session in its tree has"
    }

    /// Why a path is claimed that changed while a command ran.
    static func reason(_ others: [OtherSession]) -> String {
        if others.isEmpty { return "changed while a Bash command ran" }
        return "\(unattributed): changed in a tree where \(others.map(\.shortName).joined(separator: ", ")) works too"
    }

    /// The first of them, and how many more there are.
    static func list(_ paths: [[UInt8]]) -> String {
        let named = paths.prefix(mostNamed).map { String(decoding: $0, as: UTF8.self) }.joined(separator: ", ")
        return paths.count > mostNamed ? "\(named) and \(paths.count - mostNamed) more" : named
    }
}
