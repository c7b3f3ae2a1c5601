internal import Files
internal import GitKit
internal import HookCore

/// The facts that two or three small files tell about a checkout, for callers that have no time to open the repository.
///
/// It knows only the common layouts: a `.git` directory, or a `.git` file that names one. For anything else it is nil,
/// and `Coordinator.repositoryIdentity(at:)` answers.
package struct CheckoutGlance: Equatable, Sendable {
    /// The real path of the common git directory.
    package let repository: String
    /// The branch's short name; nil when HEAD is detached or is not kept as a file.
    package let branch: String?

    /// Reads the checkout around a directory. It is nil when there is none in a common layout.
    package init?(around directory: String) {
        var candidate = realPath(directory)
        while true {
            if let own = GitDirectory.of(candidate) {
                self.init(gitDirectory: own)
                return
            }
            if candidate == "/" { return nil }
            candidate = FilePath.folder(of: candidate)
        }
    }

    private init?(gitDirectory: String) {
        guard var bytes = WholeFile.read(gitDirectory + "/HEAD") else { return nil }
        while bytes.last == 0x0A { bytes.removeLast() }
        let head = String(decoding: bytes, as: UTF8.self)
        repository = realPath(GitDirectory.common(of: gitDirectory))
        // A reference table leaves a name in HEAD that cannot be a branch.
        branch = FilePath.relative(head, to: "ref: refs/heads").flatMap { $0 == ".invalid" ? nil : $0 }
    }
}
