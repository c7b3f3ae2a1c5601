internal import Coordinator
internal import GitKit
internal import HookCore

/// A recorded conflict that was not examined yet, with the data for that.
struct UnreadConflict {
    let id: String
    /// The common git directory.
    let repository: String
    let stages: MergeStages
    /// The kind in the radar's words.
    let kind: String
    /// The texts that no repository has, because they were not committed, by id. Larger ones were not kept.
    let texts: [String: [UInt8]]

    /// Examines the conflict.
    /// - Parameter blobs: the contents that the repository has, by id.
    func read(_ blobs: [String: [UInt8]], assessor: ConflictAssessor) -> ConflictFinding {
        guard stages.isContentConflict else { return ConflictFinding(stages, kind: kind, type: .unknown) }
        let blobs = blobs.merging(texts) { $1 }
        guard stages.versions.allSatisfy({ blobs[$0.id] != nil }) else {
            return ConflictFinding(
                stages, kind: kind, type: .concurrentEdit,
                notes: ["not looked into: a version was never committed and is gone, or it is too large"])
        }
        do {
            return try assessor.assess(stages, blobs: blobs)
        } catch {
            return ConflictFinding(
                stages, kind: kind, type: .unknown, notes: ["not looked into: \(error.cause ?? error.message)"])
        }
    }
}
