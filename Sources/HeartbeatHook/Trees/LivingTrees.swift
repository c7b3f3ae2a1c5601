import Glibc
import HookCore

/// The trees in which other sessions live, and the search for the one that an act would hit.
struct LivingTrees {
    typealias Hit = (holder: KnownSession, root: String)

    /// The worktrees in which the session itself works.
    let own: Set<Name>
    let others: [(session: KnownSession, repository: String)]
    let beats: BeatDirectory

    /// The trees in which the others' last tool calls were, from their beats; read when they first matter.
    private lazy var visited: [(root: String, session: KnownSession)] = others.compactMap { other in
        guard let directory = beats.read(for: other.session.process)?.cwd else { return nil }
        return ClaimLocation.around(directory).map { ($0.root, other.session) }
    }

    /// The parts of the common git directory that every worktree needs.
    private static let shared = ["objects", "refs", "reftable", "worktrees"]

    init(own: Set<Name>, others: [(session: KnownSession, repository: String)], beats: BeatDirectory) {
        (self.own, self.others, self.beats) = (own, others, beats)
    }

    mutating func hit(by act: TreeAct) -> Hit? {
        if act.path.isPattern { return hit(byPattern: act) }
        switch act.reach {
        case .tree: return RealPath.of(act.path.text).flatMap { around($0 + "/-") }
        case .worktrees: return RealPath.of(act.path.text).flatMap { around($0 + "/-") ?? below($0, withGit: false) }
        case .contents: return RealPath.of(act.path.text).flatMap { around($0 + "/-") ?? below($0) }
        case .entry: return RealPath.ofEntry(act.path.text).flatMap { around($0) ?? below($0) }
        case .worktree:
            if access(act.path.text, F_OK) != 0 { return ending(in: act.path.text) }
            return RealPath.of(act.path.text).flatMap { around($0 + "/-") }
        }
    }

    // MARK: - One path

    /// Returns the innermost worktree around a path in which another session works; nil where the session's own one
    /// comes first.
    private mutating func around(_ path: String) -> Hit? {
        if let root = Self.linkedTree(path) { return own.contains(Name(root)) ? nil : holder(of: root) }
        for location in ClaimLocation.enclosing(path) {
            if own.contains(Name(location.root)) { return nil }
            // A lock file that another process left behind is in every session's way, so it may be removed.
            let isLock = path.hasSuffix(".lock") && FilePath.lies(path, in: location.repository)
            if !isLock, let hit = holder(of: location.root) { return hit }
        }
        return nil
    }

    private mutating func holder(of root: String) -> Hit? {
        let occupants = others.map(\.session).filter { $0.worktree.isSame(as: root) }
        let visitors = visited.filter { $0.root.isSame(as: root) }.map(\.session)
        return (occupants + visitors).first { $0.isAlive(beats) }.map { ($0, root) }
    }

    /// Returns a tree that would go with a directory above it, or with the git directory.
    private func below(_ path: String, withGit: Bool = true) -> Hit? {
        for (session, repository) in others where !own.contains(Name(session.worktree)) {
            let parts = [session.worktree] + (withGit ? Self.shared.map { repository + "/" + $0 } : [])
            if parts.contains(where: { FilePath.lies($0, in: path) }), session.isAlive(beats) {
                return (session, session.worktree)
            }
        }
        return nil
    }

    /// Returns the tree whose path ends as given: git accepts the end of a worktree's path for it.
    private func ending(in path: String) -> Hit? {
        guard let name = FilePath.parts(of: path).last else { return nil }
        let end = "/" + name
        let found = others.map(\.session).first {
            $0.worktree.utf8.suffix(end.utf8.count).elementsEqual(end.utf8) && !own.contains(Name($0.worktree))
                && $0.isAlive(beats)
        }
        return found.map { ($0, $0.worktree) }
    }

    /// Returns the worktree whose own git directory (`worktrees/NAME` in the common one) contains a path.
    private static func linkedTree(_ path: String) -> String? {
        let parts = FilePath.parts(of: path, omittingEmpty: false)
        guard let index = parts.lastIndex(of: "worktrees"), index + 1 < parts.count else { return nil }
        let directory = parts[...(index + 1)].joined(separator: "/")
        guard let link = FileBytes.readLine(directory + "/gitdir", spaces: true), link.hasSuffix("/.git") else {
            return nil
        }
        return RealPath.of(FilePath.absolute(link, in: directory)).map {
            String($0.dropLast("/.git".count))
        }
    }

    // MARK: - Patterns

    /// The part of a pattern between two slashes.
    private struct Part {
        let text: String
        let isPattern: Bool

        func matches(_ name: String) -> Bool {
            isPattern ? fnmatch(text, name, FNM_PERIOD) == 0 : text.isSame(as: name)
        }
    }

    private mutating func hit(byPattern act: TreeAct) -> Hit? {
        let parts = FilePath.parts(of: act.path.text).filter { $0 != "." }
        let known = parts.prefix { !$0.contains { "*?[".contains($0) } }
        let names = parts[known.endIndex...]
        guard let start = RealPath.of("/" + known.joined(separator: "/")), !names.contains("..") else { return nil }
        if let hit = around(start + "/-") { return hit }
        var pattern = FilePath.parts(of: start).map { Part(text: String($0), isPattern: false) }
        pattern += names.map { Part(text: String($0), isPattern: true) }
        for session in others.map(\.session) where !own.contains(Name(session.worktree)) {
            let tree = FilePath.parts(of: session.worktree).map(String.init)
            // From a directory above the tree, git does not find it.
            if act.reach == .tree || act.reach == .worktree, pattern.count < tree.count { continue }
            let isHit = zip(pattern, tree).allSatisfy { $0.matches($1) }
            if isHit, session.isAlive(beats) { return (session, session.worktree) }
        }
        return nil
    }
}
