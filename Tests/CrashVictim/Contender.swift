import Coordinator
import Glibc
import HookCore

/// A session that takes and gives back overlapping claims for a while, and leaves marks in a folder that would show two
/// incompatible holders: a directory for whoever has a path alone, a file for each that shares it.
struct Contender {
    let coordinator: Coordinator
    let session: String
    let repository: String
    let marks: String

    private static let leaves = ["src/a", "src/b", "src/deep/c", "docs/d", "e"].map { Array($0.utf8) }
    private static let targets: [ClaimTarget] =
        leaves.map { ClaimTarget(.path, at: $0) } + [
            ClaimTarget(.directory, at: Array("src".utf8)), ClaimTarget(.directory, at: []),
            ClaimTarget(.glob, at: Array("**/[ac]".utf8)), ClaimTarget(.glob, at: Array("s*/*".utf8)),
        ]

    /// - Returns: how many claims it had.
    func run(seconds: Int) throws -> Int {
        let end = Timestamp.now().milliseconds + Int64(seconds) * 1_000
        var turns = 0
        while Timestamp.now().milliseconds < end {
            guard let target = Self.targets.randomElement(), let mode = ClaimMode.allCases.randomElement() else {
                break
            }
            let request = ClaimRequest(sessionID: session, repository: repository, target: target, mode: mode)
            guard let claim = try coordinator.takeClaim(request, wait: 60_000).claim else { throw Violation("starved") }
            try mark(target, mode)
            try unmark(target, mode)
            try coordinator.releaseClaim(claim.id, heldBy: session, fence: claim.fence)
            turns += 1
        }
        return turns
    }

    struct Violation: Error, CustomStringConvertible {
        let description: String
        init(_ text: String) { description = text }
    }

    private func names(_ leaf: [UInt8]) -> (alone: String, shared: String) {
        let name = marks + "/" + String(decoding: leaf, as: UTF8.self).replacing("/", with: "+")
        return (name + ".alone", name + ".shared-")
    }

    private func mark(_ target: ClaimTarget, _ mode: ClaimMode) throws {
        for leaf in Self.leaves where target.covers(leaf) && mode != .intent {
            let (alone, shared) = names(leaf)
            if mode == .exclusive {
                guard mkdir(alone, 0o700) == 0 else { throw Violation("two have \(alone)") }
                guard sharers(shared) == 0 else { throw Violation("one shares \(alone)") }
            } else {
                close(open(shared + session, O_CREAT | O_WRONLY, 0o600))
                guard access(alone, F_OK) != 0 else { throw Violation("one has alone what is shared: \(alone)") }
            }
        }
    }

    private func unmark(_ target: ClaimTarget, _ mode: ClaimMode) throws {
        for leaf in Self.leaves where target.covers(leaf) {
            let (alone, shared) = names(leaf)
            if mode == .exclusive { rmdir(alone) }
            if mode == .shared { unlink(shared + session) }
        }
    }

    private func sharers(_ prefix: String) -> Int {
        var found = glob_t()
        defer { globfree(&found) }
        return glob(prefix + "*", 0, nil, &found) == 0 ? Int(found.gl_pathc) : 0
    }
}
