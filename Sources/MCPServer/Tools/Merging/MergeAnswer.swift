internal import Coordinator
internal import Integration
internal import JSON

/// The form of merges in the answers of tools.
enum MergeAnswer {
    static let eventSchema = JSONSchema.object([
        ("branchName", JSONSchema.text), ("targetBranch", JSONSchema.text), ("sourceCommit", JSONSchema.text),
        ("targetCommit", JSONSchema.text), ("mergedAt", JSONSchema.text), ("detectedAt", JSONSchema.text),
        ("how", JSONSchema.text),
        ("commits", JSONSchema.texts), ("reference", JSONSchema.text), ("revertedBy", JSONSchema.textOrNull),
    ])

    static let eventOrNull: JSONValue = ["anyOf": [eventSchema, ["type": "null"]]]

    static func event(_ merge: MergeEvent) -> JSONValue {
        [
            "branchName": .string(merge.branch), "targetBranch": .string(merge.target),
            "sourceCommit": .string(merge.tip), "targetCommit": .string(merge.targetCommit),
            "mergedAt": .string(merge.mergedAt), "detectedAt": .string(merge.detectedAt),
            "how": .string(merge.evidence), "commits": .texts(merge.commits),
            "reference": .string(merge.reference), "revertedBy": .optional(merge.revertedBy),
        ]
    }

    /// The merge in words: `squashed into origin/main as 1a2b3c4d5e`.
    static func words(_ merge: MergeEvent) -> String {
        let by = merge.commits.suffix(3).map { String($0.prefix(10)) }.joined(separator: " ")
        let back = merge.revertedBy.map { ", but commit \($0.prefix(10)) takes it back again" } ?? ""
        switch merge.evidence {
        case "ancestor": return "in \(merge.into) since \(by)\(back)"
        case "nothing-to-merge": return "merging it into \(merge.into) would change nothing\(back)"
        default: return "\(merge.evidence) into \(merge.into) as \(by)\(back)"
        }
    }

    static let targetBranch = JSONSchema.text(
        "What it is merged into; when left out, the branch that work goes to by itself (origin/HEAD, main, master).",
        longest: 255)
}
