internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Wiring

/// A worktree that was made again, and whether its HEAD is where it was.
struct RestorationDocument: Encodable {
    private enum Key: String, CodingKey {
        case detached, formerBranch
    }

    private let worktree: WorktreeDocument
    private let formerBranch: String?

    /// - Parameter formerBranch: the branch that was checked out when the work was saved; nil when none was.
    init(_ record: WorktreeRecord, formerBranch: String?) {
        worktree = WorktreeDocument(record, inUse: false)
        self.formerBranch = formerBranch
    }

    /// Writes the keys of a worktree, `detached`, and `formerBranch`.
    func encode(to encoder: any Encoder) throws {
        try worktree.encode(to: encoder)
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(isDetached, forKey: .detached)
        try container.encode(formerBranch, forKey: .formerBranch)
    }

    private var isDetached: Bool { worktree.branch == nil }

    /// The outcome as text.
    var lines: [String] {
        var lines = ["✓ Restored: \(worktree.path.displayable)"]
        if let reason = worktree.reason, reason.hasPrefix("restored; ") {
            lines.append("⚠ \(reason.dropFirst("restored; ".count).description.displayable)")
        }
        if let branch = worktree.branch {
            lines.append("  Branch: \(branch.displayable)")
            return lines
        }
        let asItWas = formerBranch == nil ? ", as it was" : ""
        lines.append("  HEAD is detached\(worktree.base.map { " at \($0.prefix(10))" } ?? "")\(asItWas)")
        if formerBranch != nil {
            lines.append("  A branch for it: git -C \(ShellWord.quote(worktree.path)) switch -c NAME")
        }
        return lines
    }
}
