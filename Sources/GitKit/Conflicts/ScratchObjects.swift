internal import Glibc
package import HookCore

/// A place for objects that a look makes and nobody keeps: git writes there and reads from the repository as well.
package struct ScratchObjects: Sendable {
    private let directory: String
    private let repository: String

    /// - Parameters:
    ///   - parent: where the directory goes.
    ///   - repository: the common git directory.
    /// - Throws: `.cannotWrite`.
    package init(in parent: String, of repository: String) throws(ParallelError) {
        var template = Array("\(parent)/objects-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw ParallelError(
                .cannotWrite, operation: "look at a merge", subject: parent, message: "cannot write there",
                cause: String(cString: strerror(errno)))
        }
        directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        self.repository = repository
    }

    /// The same git, writing here.
    package func joined(to git: Git) -> Git {
        git.with([
            "GIT_OBJECT_DIRECTORY": directory, "GIT_ALTERNATE_OBJECT_DIRECTORIES": Self.quoted(repository + "/objects"),
        ])
    }

    /// Removes it. What cannot be removed stays: it is only space.
    package func remove() { try? TreeDeletion.delete(directory) }

    /// The variable is a list with colons; a path in double quotes may hold one.
    private static func quoted(_ path: String) -> String {
        "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
