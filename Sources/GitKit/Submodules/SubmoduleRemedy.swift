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
    /// Bound to the submodule's git directory.
    let git: Git

    /// For changes that `git status` names; the commit is the next obstacle.
    func commit(_ place: String) -> String {
        let here = "git -C \(ShellWord.quote(place))"
        return "\(here) add --all && \(here) commit -m \(ShellWord.quote("Unfinished work of \(name)"))"
    }

    /// For an operation in progress: it is forgotten, and what it has done stays.
    func quit(_ operation: OperationInProgress) -> String {
        operation == .bisect ? "\(here) bisect reset" : "\(here) \(operation.rawValue) --quit"
    }

    /// For commits: into the main checkout's submodule, else to a remote, else into a repository made for them.
    func hold(_ commits: [String]) throws(ParallelError) -> String {
        let branches = commits.map { "refs/heads/\(name)-\($0.prefix(10))" }
        let specifications = zip(commits, branches).map { "\($0):\($1)" }.joined(separator: " ")
        if let twin { return "\(Self.bare(twin)) fetch \(ShellWord.quote(submodule.gitDirectory)) \(specifications)" }
        let tracked = { (remote: String) in
            branches.map { "+\($0):refs/remotes/\(remote)/\($0.dropFirst("refs/heads/".count))" }.joined(separator: " ")
        }
        if let remote = try remote() {
            // Of a clone with one branch git tracks no other.
            let there = ShellWord.quote(remote)
            return "\(here) push \(there) \(specifications) && \(here) fetch \(there) \(tracked(remote))"
        }
        return "\(makeRemote) && \(here) push saved \(specifications)"
    }

    /// For tags: the remote is asked which it has; what it lacks then is sent to it.
    func hold(tags: [String], isRemoteKnown: Bool) throws(ParallelError) -> String {
        let names = tags.map { ShellWord.quote($0) }.joined(separator: " ")
        if let twin {
            let specifications = tags.map { ShellWord.quote("\($0):\($0)") }.joined(separator: " ")
            return "\(Self.bare(twin)) fetch \(ShellWord.quote(submodule.gitDirectory)) \(specifications)"
        }
        guard let remote = try remote() else {
            return "\(makeRemote) && \(here) push saved \(names) && \(fetchTags("saved"))"
        }
        return (isRemoteKnown ? "\(here) push \(ShellWord.quote(remote)) \(names) && " : "") + fetchTags(remote)
    }

    /// For files that git does not show: out of the worktree with them.
    func move(_ place: String) -> String {
        "mv \(ShellWord.quote(place)) \(ShellWord.quote(outside))"
    }

    private var makeRemote: String {
        let repository = ShellWord.quote(outside + ".git")
        return "git init --bare \(repository) && \(here) remote add saved \(repository)"
    }

    private var outside: String { "\(worktree)-\(submodule.name.replacing("/", with: "-"))" }

    private var name: String { worktree.split(separator: "/").last.map(String.init) ?? "worktree" }

    private func fetchTags(_ remote: String) -> String {
        "\(here) fetch \(ShellWord.quote(remote)) \(ShellWord.quote("+refs/tags/*:refs/remotes/\(remote)/tags/*"))"
    }

    private var here: String { place.map { "git -C \(ShellWord.quote($0))" } ?? Self.bare(submodule.gitDirectory) }

    /// It may name a working tree that is not there.
    static func bare(_ gitDirectory: String) -> String {
        let directory = ShellWord.quote(gitDirectory)
        return "git --git-dir=\(directory) --work-tree=\(directory)"
    }

    private func remote() throws(ParallelError) -> String? {
        let names = try git.line(["remote"]).split(separator: "\n").map(String.init)
        return names.contains("origin") ? "origin" : names.first
    }
}
