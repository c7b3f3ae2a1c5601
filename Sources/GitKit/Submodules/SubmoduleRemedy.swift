internal import Exec
internal import Glibc
internal import HookCore

/// Commands that do away with what keeps a submodule, to be typed as they stand.
struct SubmoduleRemedy {
    let submodule: Submodule
    /// Where it is checked out; nil where it is not.
    let place: String?
    /// The repository that the main checkout has of it, if any.
    let twin: String?
    /// The root of the worktree: new branches and places are called after it.
    let worktree: String

    /// For changes that `git status` names; the commit is the next obstacle.
    /// - Parameter isStaged: whether something is staged, which may be another version than that in the file.
    func commit(isStaged: Bool) -> String {
        let all = "\(here) add --all && \(here) commit --allow-empty -m \(message)"
        return isStaged ? "\(commitIndex()) && \(all)" : all
    }

    /// For what is staged where no files are.
    func commitIndex() -> String { "\(here) commit -m \(message)" }

    /// For conflicts of which git does not know any more what they come from.
    func commitResolved() -> String { "\(Self.resolved)\(here) add --update && \(commitIndex())" }

    /// For an operation in progress without conflicts: a merge is ended with both its parents, all else is forgotten, and what
    /// it has done stays.
    func quit(_ operation: OperationInProgress) -> String {
        switch operation {
        case .merge: "\(here) commit --no-edit"
        case .bisect: "\(here) bisect reset"
        case .rebase, .am, .cherryPick, .revert: "\(here) \(operation.rawValue) --quit"
        }
    }

    /// For one with conflicts. Committed as they stand, their markers would be taken for content.
    func goOn(_ operation: OperationInProgress) -> String {
        let next =
            operation == .merge
            ? "\(here) commit --no-edit" : "GIT_EDITOR=true \(here) \(operation.rawValue) --continue"
        return "\(Self.resolved)\(here) add --update && \(next)"
    }

    func abort(_ operation: OperationInProgress) -> String { "\(here) \(operation.rawValue) --abort" }

    /// For a detached HEAD.
    func branch(at commit: String) -> String { "\(here) switch -c \(ShellWord.quote("\(name)-\(commit.prefix(10))"))" }

    /// The same for another checkout of the submodule.
    func at(_ place: String) -> SubmoduleRemedy {
        SubmoduleRemedy(submodule: submodule, place: place, twin: twin, worktree: worktree)
    }

    /// For commits: branches of the main checkout's submodule, else of a repository made for them.
    func hold(_ commits: [String]) -> String { hold(commits.map { ($0, "refs/heads/\(name)-\($0.prefix(10))") }) }

    /// For tags: under names that nobody else has there.
    func hold(_ tags: [SubmoduleReference]) -> String { hold(tags.map { ($0.id, $0.saved.name) }) }

    /// Nothing is ever sent to a remote: whether the work is to be published is not ours to say.
    private func hold(_ references: [(id: String, name: String)]) -> String {
        let specifications = references.map { ShellWord.quote("\($0.id):\($0.name)") }.joined(separator: " ")
        if let twin { return fetch(into: twin, specifications: specifications) }
        return "git init --bare \(ShellWord.quote(made)) && \(fetch(into: made, specifications: specifications))"
    }

    /// The repository that is made to save from it, where the main checkout has none.
    var made: String { outside + ".git" }

    /// For messages that wait for the next commit: beside the worktree.
    func moveMessages() -> String {
        WorktreeStateFiles.messages(submodule.gitDirectory).map { name in
            let file = ShellWord.quote("\(submodule.gitDirectory)/\(name)")
            return "mv --backup=numbered \(file) \(ShellWord.quote("\(outside).\(name)"))"
        }.joined(separator: " && ")
    }

    /// By id, which only the newer protocol allows; as they are stored, without grafts and replacements. The working tree that the submodule names may be gone.
    private func fetch(into repository: String, specifications: String) -> String {
        "\(Self.bare(repository)) -c protocol.version=2 fetch --update-shallow \(Self.alone) "
            + "--upload-pack='GIT_GRAFT_FILE=/dev/null/none git --no-replace-objects --work-tree=. upload-pack' \(ShellWord.quote(submodule.gitDirectory)) \(specifications)"
    }

    /// For a repository that takes objects from this one: it gets all that it needs, and loses nothing of its own.
    static func repack(_ repository: String) -> String {
        let file = ShellWord.quote(repository + "/objects/info/alternates")
        return "\(bare(repository)) repack -a -d --keep-unreachable && rm \(file)"
    }

    /// For a link that leads into this one: a copy comes into its place, which must not name the same working trees.
    static func copy(_ link: String) -> String {
        let there = ShellWord.quote(link)
        let copy = "rm \(there) && cp -a \(ShellWord.quote(realPath(link))) \(there)"
        guard access(link + "/HEAD", F_OK) == 0 else { return copy }
        return "\(copy) && find \(there) -type f -name config "
            + "-exec git config --file {} --unset-all core.worktree \\;"
    }

    /// For files that git does not show: out of the worktree with them.
    func move(_ place: String) -> String {
        "mv \(ShellWord.quote(place)) \(ShellWord.quote(outside))"
    }

    /// Of `fetch`: what it is asked for and nothing else.
    private static let alone = "--no-tags --no-recurse-submodules"

    private static let resolved = "if its conflicts are resolved: "

    private var message: String { ShellWord.quote("Unfinished work of \(name)") }

    private var outside: String { "\(worktree)-\(submodule.name.replacing("/", with: "-"))" }

    private var name: String { worktree.split(separator: "/").last.map(String.init) ?? "worktree" }

    private var here: String { place.map { "git -C \(ShellWord.quote($0))" } ?? Self.bare(submodule.gitDirectory) }

    /// It may name a working tree that is not there.
    static func bare(_ gitDirectory: String) -> String {
        let directory = ShellWord.quote(gitDirectory)
        return "git --git-dir=\(directory) --work-tree=\(directory)"
    }
}
