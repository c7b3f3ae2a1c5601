internal import CommandLineKit
internal import GitProgram
internal import HookCore

/// The author of commits that are made in a sandbox.
struct Author {
    let name: String
    let email: String

    /// Returns the author that the options name, else that of the repository, else one of ours.
    /// - Throws: a usage error where only one of both options is given.
    static func find(name: String?, email: String?, git: Git) throws -> Author {
        if let name, let email { return Author(name: name, email: email) }
        guard name == nil, email == nil else {
            throw ValidationError("--git-user and --git-email belong together")
        }
        let configured = ["user.name", "user.email"].compactMap { try? git.line(["config", "--get", $0]) }
        guard configured.count == 2, configured.allSatisfy({ !$0.isEmpty }) else {
            return Author(name: "parallel-cc task", email: "task@parallel-cc.invalid")
        }
        return Author(name: configured[0], email: configured[1])
    }
}
