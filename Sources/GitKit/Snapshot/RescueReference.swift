internal import Exec
package import HookCore

/// A rescue as git has it.
package struct RescueReference: Equatable, Sendable {
    package let reference: String
    package let commit: String
    package let manifest: SnapshotManifest
}

extension Git {
    /// All rescues of the repository, oldest first. References that are not ours to read are left out.
    package func rescues() throws(ParallelError) -> [RescueReference] {
        if (try? LibGit2Repository(discoveringFrom: directory).hasRescues()) == false { return [] }
        let format = "%(refname)%00%(objectname)%00%(contents)%00%00"
        let answer = try setting("i18n.logOutputEncoding", "UTF-8").run([
            "for-each-ref", "--sort=creatordate", "--format=\(format)", "refs/parallel-cc/rescue",
        ])
        let fields = ZeroSeparated.fields(answer.output).map { String(decoding: $0, as: UTF8.self) }
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

    /// Deletes a rescue's reference if it still is what was looked at.
    package func dropRescue(_ rescue: RescueReference) throws(ParallelError) {
        try durable.run(["update-ref", "-d", rescue.reference, rescue.commit])
    }
}
