internal import Exec
internal import GitProgram
package import HookCore

/// A readable rescue of the repository.
package struct RescueReference: Equatable, Sendable {
    /// The full name of the reference.
    package let reference: String
    /// The id of the rescue's commit.
    package let commit: String
    /// The manifest from the commit's message.
    package let manifest: SnapshotManifest
}

extension Git {
    /// Returns all rescues of the repository, oldest first. References that are not ours are left out.
    package func rescues() throws(ParallelError) -> [RescueReference] { try rescueList().readable }

    /// Returns the rescues, and those whose commits cannot be read: one of them must not hide the others.
    package func rescueList() throws(ParallelError) -> (readable: [RescueReference], broken: [BrokenRescue]) {
        if (try? LibGit2Repository(discoveringFrom: directory).hasRescues()) == false { return ([], []) }
        let answer = try contents(of: "refs/parallel-cc/rescue")
        if answer.status.isSuccess { return (Self.parse(answer.output), []) }
        return try rescuesOneByOne()
    }

    private func contents(of pattern: String) throws(ParallelError) -> CommandResult {
        let format = "%(refname)%00%(objectname)%00%(contents)%00%00"
        return try setting("i18n.logOutputEncoding", value: "UTF-8").result([
            "for-each-ref", "--sort=creatordate", "--format=\(format)", pattern,
        ])
    }

    /// Asks for each rescue by itself, because git ends at the first commit that it cannot read.
    private func rescuesOneByOne() throws(ParallelError) -> (readable: [RescueReference], broken: [BrokenRescue]) {
        let names = try line(["for-each-ref", "--format=%(refname) %(objectname)", "refs/parallel-cc/rescue"])
        var readable: [RescueReference] = []
        var broken: [BrokenRescue] = []
        for name in names.split(separator: "\n") {
            let columns = name.split(separator: " ").map(String.init)
            guard columns.count == 2 else { continue }
            let answer = try contents(of: columns[0])
            if answer.status.isSuccess {
                readable += Self.parse(answer.output)
            } else {
                broken.append(BrokenRescue(reference: columns[0], commit: columns[1]))
            }
        }
        readable.sort { $0.manifest.createdAt < $1.manifest.createdAt }
        return (readable, broken)
    }

    private static func parse(_ output: [UInt8]) -> [RescueReference] {
        let fields = ZeroSeparated.fields(output).map { String(decoding: $0, as: UTF8.self) }
        var rescues: [RescueReference] = []
        var index = 0
        while index + 2 < fields.count {
            let name = fields[index].drop { $0 == "\n" }
            if let manifest = SnapshotManifest(commitMessage: fields[index + 2]) {
                rescues.append(RescueReference(reference: String(name), commit: fields[index + 1], manifest: manifest))
            }
            index += 4
        }
        return rescues
    }

    /// Whether no object of a rescue is missing, as far as that can be told without reading it, and each private file
    /// is as it was saved.
    /// - Throws: `.interrupted`, `.cannotSpawn`.
    package func isWhole(_ rescue: RescueReference, commonDirectory: String) throws(ParallelError) -> Bool {
        do throws(ParallelError) {
            try SnapshotClosure(git: self, commonDirectory: commonDirectory).requireObjects(rescue.commit)
        } catch  where error.code == .gitFailed {
            return false
        }
        guard rescue.manifest.privateFiles != nil else { return true }
        return PrivateFolder(commonDirectory: commonDirectory, rescue: rescue.manifest.id).isWhole
    }

    /// Deletes the reference of a rescue that cannot be read, if it still has the value that was listed.
    package func dropRescue(_ rescue: BrokenRescue) throws(ParallelError) {
        try durable.run(["update-ref", "-d", rescue.reference, rescue.commit])
    }

    /// Deletes a rescue's reference if it still has the value that was listed.
    package func dropRescue(_ rescue: RescueReference) throws(ParallelError) {
        try durable.run(["update-ref", "-d", rescue.reference, rescue.commit])
    }
}
