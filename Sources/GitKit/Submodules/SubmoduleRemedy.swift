internal import Exec
internal import Files
internal import Glibc
internal import HookCore

/// Makes the commands with which the user can remove what keeps a submodule. The user can type them as they stand.
struct SubmoduleRemedy {
    let submodule: Submodule
    /// The path of the checkout; nil where the submodule is not checked out.
    let checkout: String?
    /// The repository that the main checkout has of the submodule, if any.
    let twin: String?
    /// The root of the worktree. New branches and directories are named after it.
    let worktree: String

    /// Returns the command for changes that `git status` names. The commit that it makes is the next obstacle.
    /// - Parameter isStaged: whether something is staged, which may be another version than the file's.
    func commit(isStaged: Bool) -> String {
        let all = "\(here) add --all && \(here) commit --allow-empty -m \(message)"
        return isStaged ? "\(commitIndex()) && \(all)" : all
    }

    /// Returns the command for staged changes without files.
    func commitIndex() -> String { "\(here) commit -m \(message)" }

    /// Returns the command for conflicts whose operation git no longer knows.
    func commitResolved() -> String { "\(Self.resolved)\(here) add --update && \(commitIndex())" }

    /// Returns the command for an operation in progress without conflicts. A merge is committed with both its parents.
    /// Any other operation is forgotten, and the changes that it has made stay.
    func quit(_ operation: OperationInProgress) -> String {
        switch operation {
        case .merge: "\(here) commit --no-edit"
        case .bisect: "\(here) bisect reset"
        case .rebase, .am, .cherryPick, .revert: "\(here) \(operation.rawValue) --quit"
        }
    }

    /// Returns the command for an operation with conflicts. If the files were committed as they stand, their markers
    /// would become content.
    func goOn(_ operation: OperationInProgress) -> String {
        let next =
            operation == .merge
            ? "\(here) commit --no-edit" : "GIT_EDITOR=true \(here) \(operation.rawValue) --continue"
        return "\(Self.resolved)\(here) add --update && \(next)"
    }

    func abort(_ operation: OperationInProgress) -> String { "\(here) \(operation.rawValue) --abort" }

    /// Returns the command for a detached HEAD.
    func branch(at commit: String) -> String { "\(here) switch -c \(ShellWord.quote("\(name)-\(commit.prefix(10))"))" }

    /// Returns the command for commits that a worktree of the submodule alone holds.
    func branches(at commits: [String]) -> String {
        commits.map { "\(here) branch \(ShellWord.quote("\(name)-\($0.prefix(10))")) \($0)" }.joined(separator: " && ")
    }

    /// Returns the command that makes git show changes behind the flags assume-unchanged and skip-worktree.
    func show(_ paths: [PathBytes]) -> String {
        let words = paths.map { ShellWord.quote($0) }.joined(separator: " ")
        return ["assume-unchanged", "skip-worktree"].map { "\(here) update-index --no-\($0) -- \(words)" }
            .joined(separator: " && ")
    }

    /// Returns the same remedy for another checkout of the submodule.
    func at(_ checkout: String) -> SubmoduleRemedy {
        SubmoduleRemedy(submodule: submodule, checkout: checkout, twin: twin, worktree: worktree)
    }

    /// Returns the command for commits: it makes branches in the main checkout's submodule, else in a new repository.
    func hold(_ commits: [String]) -> String { hold(commits.map { ($0, "refs/heads/\(name)-\($0.prefix(10))") }) }

    /// Returns the command for tags: it saves them under names that no other tag there has.
    func hold(_ tags: [SubmoduleReference]) -> String { hold(tags.map { ($0.id, $0.saved.name) }) }

    /// Returns a command that fetches references into another local repository. It never sends anything to a remote:
    /// only the user decides whether the work is published.
    private func hold(_ references: [(id: String, name: String)]) -> String {
        let specifications = references.map { ShellWord.quote("\($0.id):\($0.name)") }.joined(separator: " ")
        if let twin { return fetch(into: twin, specifications: specifications) }
        return "git init --bare \(ShellWord.quote(made)) && \(fetch(into: made, specifications: specifications))"
    }

    /// The repository that the command makes to save from the submodule, where the main checkout has none.
    var made: String { outside + ".git" }

    /// Returns the command for blobs that the index alone remembers: tags hold them, and the index forgets them.
    func tag(_ blobs: [String]) -> String {
        let tags = blobs.map { "\(here) tag --force conflict-\($0) \($0)" }.joined(separator: " && ")
        return "\(tags) && \(here) update-index --clear-resolve-undo"
    }

    /// Returns the command for messages that wait for the next commit: it moves them beside the worktree.
    func moveMessages() -> String {
        move(WorktreeStateFiles.messages(submodule.gitDirectory), outOf: submodule.gitDirectory)
    }

    /// Returns the command that moves files out of a git directory, beside the worktree.
    func move(_ files: [String], outOf gitDirectory: String) -> String {
        files.map { path in
            let target = "\(outside).\(FilePath.parts(of: path).joined(separator: "-"))"
            return "mv --backup=numbered \(ShellWord.quote("\(gitDirectory)/\(path)")) \(ShellWord.quote(target))"
        }.joined(separator: " && ")
    }

    /// Returns a command that fetches by id, which only the newer protocol allows. It fetches the objects as they are
    /// stored, without grafts and replacements. The working tree that the submodule names may be gone.
    private func fetch(into repository: String, specifications: String) -> String {
        "\(Self.bare(repository)) -c protocol.version=2 fetch --update-shallow \(Self.alone) "
            + "--upload-pack='GIT_GRAFT_FILE=/dev/null/none git --no-replace-objects --work-tree=. upload-pack' "
            + "\(ShellWord.quote(submodule.gitDirectory)) \(specifications)"
    }

    /// Returns the command for a repository that takes objects from this one: it copies all that it needs, and loses
    /// nothing of its own.
    static func repack(_ repository: String) -> String {
        let file = ShellWord.quote(repository + "/objects/info/alternates")
        return "\(bare(repository)) repack -a -d --keep-unreachable && rm \(file)"
    }

    /// Returns the command for a link that leads into this repository: it puts a copy in the link's place. The copy
    /// must not name the same working trees.
    static func copy(_ link: String) -> String {
        let quotedLink = ShellWord.quote(link)
        let made = ShellWord.quote(link + ".copy")
        let copy =
            "cp -a -T \(ShellWord.quote(realPath(link))) \(made) && rm \(quotedLink) && mv -T \(made) \(quotedLink)"
        guard access(link + "/HEAD", F_OK) == 0 else { return copy }
        return "\(copy) && find \(quotedLink) -type f -name config "
            + "-exec git config --file {} --unset-all core.worktree \\;"
    }

    /// Returns the command for files that git does not show: it moves them out of the worktree.
    func move(_ checkout: String) -> String {
        "mv \(ShellWord.quote(checkout)) \(ShellWord.quote(outside))"
    }

    /// The options of `fetch` that keep it from fetching anything else.
    private static let alone = "--no-tags --no-recurse-submodules"

    private static let resolved = "if its conflicts are resolved: "

    private var message: String { ShellWord.quote("Unfinished work of \(name)") }

    private var outside: String {
        "\(worktree)-\(FilePath.parts(of: submodule.name, omittingEmpty: false).joined(separator: "-"))"
    }

    private var name: String { FilePath.parts(of: worktree).last.map(String.init) ?? "worktree" }

    private var here: String { checkout.map { "git -C \(ShellWord.quote($0))" } ?? Self.bare(submodule.gitDirectory) }

    /// Returns the start of a command that runs git on a git directory. It names a working tree too, because the
    /// repository may name one that is not there.
    static func bare(_ gitDirectory: String) -> String {
        let directory = ShellWord.quote(gitDirectory)
        return "git --git-dir=\(directory) --work-tree=\(directory)"
    }
}
