internal import Exec
internal import Glibc

/// A real repository with one commit on `main`, in a temporary folder.
package struct GitFixture: Sendable {
    package let directory: TemporaryDirectory
    package let environment: [String: String]
    /// The root of the main checkout.
    package var root: String { directory.appending("repo") }

    /// - Parameters:
    ///   - initArguments: further arguments of `git init`, such as `--object-format=sha256`.
    ///   - commit: whether to make a first commit (with a file `README`).
    package init(initArguments: [String] = [], commit: Bool = true) throws {
        directory = TemporaryDirectory()
        let home = directory.appending("home")
        mkdir(home, 0o700)
        environment = TestEnvironment.make(home: home)
        let settings = "[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n"
        try Files.write(home + "/.gitconfig", settings)
        mkdir(directory.appending("repo"), 0o755)
        try git(["init", "--quiet"] + initArguments)
        if commit { try self.commit(["README": "hello\n"], message: "First") }
    }

    /// Runs git in the main checkout (or in `at`) and returns its output without the last line break.
    @discardableResult
    package func git(_ arguments: [String], at: String? = nil, input: String? = nil) throws -> String {
        var command = Command("git", arguments: arguments, environment: environment, directory: at ?? root)
        if let input { command.input = .bytes(Array(input.utf8)) }
        let result = try Spawner.run(command)
        guard result.status.isSuccess else {
            throw FixtureError("git \(arguments.joined(separator: " ")): \(result.errorText)")
        }
        return result.text.last == "\n" ? String(result.text.dropLast()) : result.text
    }

    /// Writes files and commits them.
    package func commit(_ files: [String: String], message: String, at: String? = nil) throws {
        for (name, content) in files { try Files.write((at ?? root) + "/" + name, content) }
        try git(["add", "--all", "--force", "--"] + files.keys.sorted(), at: at)
        try git(["commit", "--quiet", "-m", message], at: at)
    }

    /// Adds a linked worktree beside the main checkout.
    package func addWorktree(_ name: String) throws -> String {
        let path = directory.appending(name)
        try git(["worktree", "add", "--quiet", "-b", name, path])
        return path
    }
}

/// Why a fixture could not be made.
package struct FixtureError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
