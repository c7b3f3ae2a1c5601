internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import GitProgram
internal import HookCore

/// The branch for a task's work.
enum TaskBranch {
    /// Returns the branch that `--branch` means.
    /// - Throws: a usage error where git takes no such name, or the branch exists.
    static func name(_ typed: String, prompt: String, git: Git) throws -> String {
        let name = typed == "auto" ? automatic(prompt, at: Timestamp.now().text) : typed
        guard try git.result(["check-ref-format", "--branch", name]).status.isSuccess else {
            throw ValidationError("--branch '\(name.displayable)' is no name for a branch")
        }
        if try git.commitIfAny("refs/heads/" + name) != nil {
            throw ValidationError("branch \(name.displayable) exists; give another name, or auto")
        }
        if let other = try git.obstacle(toBranch: name) {
            let names = [name, other].map(\.displayable)
            throw ValidationError("branch \(names[0]) cannot be made beside branch \(names[1]); give another name")
        }
        return name
    }

    /// Makes a name of the prompt's first words and the minute.
    private static func automatic(_ prompt: String, at time: String) -> String {
        let words = prompt.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let slug = String(words.prefix(200)).split(separator: "-").joined(separator: "-").prefix(50)
        let minute = time.prefix(16).map { $0.isNumber ? $0 : "-" }
        return "task/\(slug.isEmpty ? "work" : slug)-\(String(minute))"
    }
}
