internal import CLibGit2
internal import Glibc
internal import HookCore

/// A repository opened by libgit2. Owns the handle; use it on one thread.
struct LibGit2Repository: ~Copyable {
    enum Failure: Error {
        /// There is no repository here.
        case notFound
        /// There is a repository, but libgit2 will not or cannot open it (SHA-256, unknown extensions, foreign owner).
        case unusable(String)
    }

    let handle: OpaquePointer

    /// Opens the repository that holds a path.
    /// - Parameter path: a directory anywhere in the working tree, or a git directory.
    init(discoveringFrom path: String) throws(Failure) {
        try self.init(path, flags: 0)
    }

    /// Opens the repository at a path.
    /// - Parameter path: the git directory itself, or the root of the working tree.
    init(at path: String) throws(Failure) {
        try self.init(path, flags: GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue)
    }

    private init(_ path: String, flags: UInt32) throws(Failure) {
        LibGit2.start()
        var handle: OpaquePointer?
        let code = git_repository_open_ext(&handle, path, flags, nil)
        guard code == 0, let handle else {
            throw code == GIT_ENOTFOUND.rawValue ? .notFound : .unusable(LibGit2.lastMessage ?? "code \(code)")
        }
        self.handle = handle
    }

    deinit { git_repository_free(handle) }

    var gitDirectory: String? { git_repository_path(handle).map { withoutSlash(String(cString: $0)) } }

    var commonDirectory: String? { git_repository_commondir(handle).map { withoutSlash(String(cString: $0)) } }

    var workTree: String? { git_repository_workdir(handle).map { withoutSlash(String(cString: $0)) } }

    /// Returns the present HEAD.
    func head() throws(Failure) -> Head {
        var reference: OpaquePointer?
        let code = git_repository_head(&reference, handle)
        if code == GIT_EUNBORNBRANCH.rawValue { return Head(commit: nil, branch: unbornBranch()) }
        guard code == 0, let reference else { throw .unusable(LibGit2.lastMessage ?? "HEAD is unreadable") }
        defer { git_reference_free(reference) }
        let branch = git_reference_is_branch(reference) == 1
        return Head(
            commit: git_reference_target(reference).map(hexadecimal),
            branch: branch ? git_reference_shorthand(reference).map { String(cString: $0) } : nil)
    }

    private func unbornBranch() -> String? {
        var reference: OpaquePointer?
        guard git_reference_lookup(&reference, handle, "HEAD") == 0, let reference else { return nil }
        defer { git_reference_free(reference) }
        guard let target = git_reference_symbolic_target(reference) else { return nil }
        let name = String(cString: target)
        return FilePath.relative(name, to: "refs/heads") ?? name
    }
}

/// Returns the full id in hexadecimal.
func hexadecimal(_ id: UnsafePointer<git_oid>) -> String {
    // 40 digits and a NUL; libgit2 1.5 knows SHA-1 only.
    var buffer = [CChar](repeating: 0, count: 41)
    git_oid_tostr(&buffer, buffer.count, id)
    return String(decoding: buffer.prefix(40).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

private func withoutSlash(_ path: String) -> String {
    path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
}
