internal import Files
internal import GitKit
internal import GitProgram
package import HookCore
internal import Store

extension Coordinator {
    /// Makes a worktree for `claude --worktree NAME`. It has this name and no lease, and is kept until it is removed by
    /// name, like Claude Code's own. An existing worktree of the name is returned again.
    ///
    /// Its branch is `worktree-NAME`, which may exist already.
    /// - Parameter name: Claude Code's name, which may hold slashes.
    /// - Throws: `.invalidWorktreeName`; `.notARepository` and similar codes; the errors of creating a worktree.
    package func createNamedWorktree(_ name: String, at directory: String) throws(ParallelError) -> WorktreeRecord {
        let id = try Self.worktreeID(of: name)
        let repository = try repositoryToBeginFrom(directory)
        try repair(in: repository.commonDirectory)
        let settings = try settings(for: repository)
        let places = Places(worktreeRoot(for: repository, settings: settings) + "/" + id)
        let all = try worktrees()
        // Another repository may have a worktree of the id. Then the id of ours is another one, and its path tells.
        if let present = all.first(where: {
            $0.repository.isSame(as: repository.commonDirectory) && ($0.id == id || places.has($0.path))
        }),
            present.state == .active || present.state == .kept, FileAccess.exists(present.path)
        {
            return present
        }
        let path = places.first { path in
            !all.contains { $0.path.isSame(as: path) && !$0.repository.isSame(as: repository.commonDirectory) }
        }
        if let reason = notOursAlone(for: repository, settings: settings) { context.narrate(reason) }
        let (worktree, session) = try reserve(id, at: path, in: repository)
        let hasBranch = try git(repository.commonDirectory).commitIfAny("refs/heads/\(id)") != nil
        let creation = WorktreeCreation(
            coordinator: self, worktree: worktree, session: session, repository: repository, settings: settings,
            newBranch: id, cause: "claude --worktree \(name)")
        _ = try creation.run(hasBranch ? .conversation(branch: id, head: nil, rescue: nil) : .base)
        try database.write { db throws(StoreError) in
            try SessionTable.end(
                session.id, as: .ended, reason: "made a worktree for claude --worktree", at: timestamp, in: db)
            try WorktreeTable.endOperation(.kept, id: worktree.id, keptReason: "made for claude --worktree", in: db)
        }
        return try self.worktree(id: worktree.id)
    }

    /// The places that a named worktree can have: the wanted one, and the same with a number. Repositories whose
    /// folders have the same name share the folder that `worktree.root` names.
    private struct Places {
        private let wanted: String

        init(_ wanted: String) { self.wanted = wanted }

        func has(_ path: String) -> Bool {
            if path.isSame(as: wanted) { return true }
            guard path.utf8.starts(with: (wanted + "-").utf8) else { return false }
            return path.utf8.dropFirst(wanted.utf8.count + 1).allSatisfy { (0x30...0x39).contains($0) }
        }

        /// Returns the first place that is free.
        func first(isFree: (String) -> Bool) -> String {
            var (path, number) = (wanted, 2)
            while !isFree(path) {
                path = "\(wanted)-\(number)"
                number += 1
            }
            return path
        }
    }

    /// Returns the repository around a directory. Claude Code names the directory of a bare repository: then a checkout
    /// stands for it, that of the repository's HEAD if there is one.
    private func repositoryToBeginFrom(_ directory: String) throws(ParallelError) -> Repository {
        do throws(ParallelError) {
            return try repository(at: directory)
        } catch  where error.code == .bareRepository {
            let git = git(directory)
            let checkouts = try git.worktrees(main: nil).filter { $0.head != nil && FileAccess.isDirectory($0.path) }
            let branch = try git.head().branch
            guard let checkout = checkouts.first(where: { $0.branch.isSame(as: branch) }) ?? checkouts.first else {
                throw error
            }
            return try repository(at: checkout.path)
        }
    }

    /// Inserts the rows of a worktree before it is made. This process stands for the session until the worktree is
    /// ready, so that an interrupted creation is undone like any other.
    private func reserve(
        _ name: String, at path: String, in repository: Repository
    ) throws(ParallelError) -> (WorktreeRecord, Session) {
        let sessionID = context.makeID()
        return try database.write { db throws(StoreError) in
            let id = try WorktreeTable.freeID(name, in: db)
            let session = Session(
                id: sessionID, kind: .native, name: name, state: .starting, repository: repository.commonDirectory,
                worktreePath: path, worktreeName: id, subdirectory: "", origin: repository.workTree, branch: nil,
                process: context.process, host: context.host, claudeSessionID: nil, createdAt: timestamp, endedAt: nil,
                endReason: nil)
            try SessionTable.insert(session, in: db)
            let record = WorktreeRecord(
                id: id, repository: repository.commonDirectory, path: path, state: .creating, sessionID: session.id,
                owner: context.process, ownerBootID: context.host.bootID, ownerPidNamespace: context.host.pidNamespace,
                portBlock: try WorktreeTable.freePortBlock(in: db), createdAt: session.createdAt)
            try WorktreeTable.insert(record, in: db)
            try SessionTable.lease(path, to: session.id, at: session.createdAt, in: db)
            return (record, session)
        }
    }

    /// Returns the id for a name: letters, digits and `._-`, with slashes as `+`. Names that are invalid in a path or
    /// branch are refused.
    private static func worktreeID(of name: String) throws(ParallelError) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
                UInt8(ascii: "/"):
                true
            default: false
            }
        }
        let isUsable =
            isPlain && !name.isEmpty && name.utf8.count <= 200 && !name.contains("..") && !name.hasSuffix(".")
            && !name.hasSuffix(".lock") && !FilePath.isAbsolute(name) && !name.hasSuffix("/")
        guard isUsable else {
            throw ParallelError(
                .invalidWorktreeName, operation: "create worktree", subject: name,
                message: "the name cannot be that of a worktree", hint: "letters, digits, and . _ - / between them")
        }
        return "worktree-" + FilePath.parts(of: name).joined(separator: "+")
    }
}

extension ParallelError.Code {
    /// The name is invalid for a directory or branch.
    package static let invalidWorktreeName: Self = "invalid-worktree-name"
}
