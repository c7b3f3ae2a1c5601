internal import Files
internal import GitKit
internal import HookCore

/// What two or three small files say about a checkout, for callers that have no time to open the repository.
///
/// Knows the common layouts only: a `.git` directory, or a `.git` file that names one. For anything else it is nil, and
/// `Coordinator.repositoryIdentity(at:)` answers.
package struct CheckoutGlance: Equatable, Sendable {
    /// The real path of the common git directory.
    package let repository: String
    /// nil when HEAD is detached, or kept in another way than as a file.
    package let branch: String?

    /// The checkout around a directory.
    package init?(around directory: String) {
        var place = realPath(directory)
        while true {
            if let own = GitDirectory.of(place) {
                self.init(gitDirectory: own)
                return
            }
            if place == "/" { return nil }
            place = FilePath.folder(of: place)
        }
    }

    private init?(gitDirectory: String) {
        guard var bytes = WholeFile.read(gitDirectory + "/HEAD") else { return nil }
        while bytes.last == 0x0A { bytes.removeLast() }
        let head = String(decoding: bytes, as: UTF8.self)
        repository = realPath(GitDirectory.common(of: gitDirectory))
        let prefix = "ref: refs/heads/"
        // A reference table leaves a name there that can be no branch.
        let isBranch = head.hasPrefix(prefix) && !head.hasSuffix("/.invalid")
        branch = isBranch ? String(head.dropFirst(prefix.count)) : nil
    }
}
