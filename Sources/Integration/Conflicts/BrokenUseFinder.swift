internal import Coordinator
internal import Files
internal import GitKit
internal import GitProgram
internal import HookCore
internal import Syntax

/// Finds uses that git merges and that are broken all the same: one side renames, removes or changes the signature of a
/// symbol that the other side has begun to use, in the same file or another.
struct BrokenUseFinder {
    /// The largest number of changed files on one side that is searched.
    static let maxFiles = 400

    let git: Git
    let grammars: Grammars

    private struct Change {
        let file: ChangedFile
        let old: SyntaxFile?
        let new: SyntaxFile?

        var family: Language.Family? { (new ?? old)?.language.family }
    }

    /// Searches both sides.
    /// - Parameter conflicting: the paths that git does not merge anyway.
    /// - Returns: a finding for each file and each symbol that it needs, and the reasons why the search was not
    ///   complete.
    func find(
        base: String, ours: String, theirs: String, conflicting: Set<PathBytes>
    ) throws(ParallelError) -> (findings: [ConflictFinding], notes: [String]) {
        if let obstacle = grammars.obstacle { return ([], ["broken uses were not searched: \(obstacle.reason)"]) }
        let (mine, other) = (try changes(base, side: ours), try changes(base, side: theirs))
        guard let mine, let other else {
            return ([], ["broken uses were not searched: more than \(Self.maxFiles) files have changed"])
        }
        let first = search(mine, usedBy: other, conflicting: conflicting, breaker: "ours")
        return (
            first + search(other, usedBy: mine, conflicting: conflicting, breaker: "theirs"), Self.notes(mine + other)
        )
    }

    /// Names the files that could not be understood as a whole.
    private static func notes(_ changes: [Change]) -> [String] {
        let files = changes.compactMap { change -> (path: String, language: Language)? in
            guard let old = change.old, let new = change.new, new.isLessUnderstood(than: old) else { return nil }
            return (change.file.path.display, new.language)
        }
        guard let first = files.first else { return [] }
        let more = files.count > 1 ? ", and so have \(files.count - 1) more" : ""
        return [
            "broken uses were not searched well: \(first.path) has places that the \(first.language.title) grammar of "
                + "\(first.language.grammarYear) does not understand\(more)"
        ]
    }

    /// Returns the changed files of a side; nil when there are too many.
    private func changes(_ base: String, side: String) throws(ParallelError) -> [Change]? {
        let files = try git.changedFiles(from: base, to: side).filter { file in
            Language(path: file.path) != nil && [file.old, file.new].allSatisfy { $0?.isRegularFile != false }
        }
        guard files.count <= Self.maxFiles else { return nil }
        let ids = Set(files.flatMap { [$0.old?.id, $0.new?.id].compactMap { $0 } })
        let blobs = try git.blobs(ids, maxBytes: Grammars.maxBytes)
        let parse = { (version: MergeStages.Version?, path: PathBytes) in
            version.flatMap { blobs[$0.id] }.flatMap {
                try? SyntaxFile($0, language: Language(path: path), with: grammars)
            }
        }
        return files.map { Change(file: $0, old: parse($0.old, $0.path), new: parse($0.new, $0.path)) }
    }

    private func search(
        _ breaking: [Change], usedBy using: [Change], conflicting: Set<PathBytes>, breaker: String
    ) -> [ConflictFinding] {
        var findings: [ConflictFinding] = []
        let families = Dictionary(grouping: breaking) { $0.family }
        for (family, changes) in families where family != nil {
            let present = Set(changes.flatMap { $0.new?.declaredNames ?? [] })
            for change in changes {
                let own = change.new?.usableNames ?? []
                // In some languages, a symbol that moved to another file can be used without an import.
                let here = family?.sharesNames == true ? own.union(present) : own
                let search = BrokenUseSearch(diff(change), present: present, here: here)
                if search.isEmpty { continue }
                for user in using where user.family == family {
                    guard let new = user.new else { continue }
                    let uses = search.find(
                        in: new, since: user.old, isSameFile: user.file.path == change.file.path)
                    findings += self.findings(uses, change: change, user: user, breaking: breaking, breaker: breaker)
                        .map {
                            $0.cleanly(!conflicting.contains(user.file.path))
                        }
                }
            }
        }
        return findings
    }

    private func diff(_ change: Change) -> [SymbolChange] {
        guard let old = change.old else { return [] }
        guard let new = change.new else {
            return old.symbols.all.map { SymbolChange.removal(of: $0) }
        }
        return SyntaxDiff(from: old, to: new).changes
    }

    private func findings(
        _ uses: [BrokenUse], change: Change, user: Change, breaking: [Change], breaker: String
    ) -> [ConflictFinding] {
        return Self.bySymbol(uses).compactMap { uses in
            guard let broken = uses.first, let symbol = broken.change.old else { return nil }
            let mine = breaking.first { $0.file.path == user.file.path }?.file.new ?? user.file.old
            let (ours, theirs) = breaker == "ours" ? (mine, user.file.new) : (user.file.new, mine)
            let act =
                broken.change.kind == .renamed
                ? "renamed to \(broken.change.new?.qualifiedName ?? "")" : broken.change.kind.rawValue
            let use = "begins to use it"
            let locations = uses.prefix(5).map { "\(user.file.path.display):\($0.use.line)" }.joined(separator: ", ")
            return ConflictFinding(
                MergeStages(path: user.file.path, base: user.file.old, ours: ours, theirs: theirs),
                kind: ConflictFinding.brokenUse,
                type: .semantic,
                symbols: [
                    ConflictSymbol(
                        name: symbol.qualifiedName, kind: symbol.kind.rawValue, ours: breaker == "ours" ? act : use,
                        theirs: breaker == "ours" ? use : act)
                ], language: user.new?.language.title,
                notes: [
                    "\(breaker) changed \(change.file.path.display): "
                        + "\(symbol.kind.rawValue) \(symbol.qualifiedName) \(act); "
                        + "the other side uses it at \(locations)"
                ])
        }
    }

    /// Groups the uses by symbol, in the order of the symbols. One declaration may have several names.
    private static func bySymbol(_ uses: [BrokenUse]) -> [[BrokenUse]] {
        let groups = Dictionary(grouping: uses) { use -> String in
            "\(use.change.old?.extent.lowerBound ?? 0) \(use.change.old?.name ?? "")"
        }
        return groups.values.sorted { left, right in
            guard let first = left.first?.change.old, let second = right.first?.change.old else { return false }
            return (first.extent.lowerBound, first.name) < (second.extent.lowerBound, second.name)
        }
    }
}
