internal import GitKit
internal import Glibc

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
            if let own = Self.gitDirectory(in: place) {
                self.init(gitDirectory: own)
                return
            }
            guard let slash = place.lastIndex(of: "/"), place != "/" else { return nil }
            place = slash == place.startIndex ? "/" : String(place[..<slash])
        }
    }

    private init?(gitDirectory: String) {
        guard let head = Self.line(gitDirectory + "/HEAD") else { return nil }
        let common = Self.line(gitDirectory + "/commondir").map { Self.path($0, in: gitDirectory) } ?? gitDirectory
        repository = realPath(common)
        let prefix = "ref: refs/heads/"
        // A reference table leaves a name there that can be no branch.
        let isBranch = head.hasPrefix(prefix) && !head.hasSuffix("/.invalid")
        branch = isBranch ? String(head.dropFirst(prefix.count)) : nil
    }

    private static func gitDirectory(in place: String) -> String? {
        let link = place == "/" ? "/.git" : place + "/.git"
        var status = stat()
        guard stat(link, &status) == 0 else { return nil }
        if status.st_mode & S_IFMT == S_IFDIR { return link }
        guard let text = line(link), text.hasPrefix("gitdir: ") else { return nil }
        return path(String(text.dropFirst("gitdir: ".count)), in: place)
    }

    private static func path(_ text: String, in directory: String) -> String {
        text.hasPrefix("/") ? text : directory + "/" + text
    }

    private static func line(_ path: String) -> String? {
        guard var bytes = WholeFile.read(path) else { return nil }
        while bytes.last == 0x0A { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}
