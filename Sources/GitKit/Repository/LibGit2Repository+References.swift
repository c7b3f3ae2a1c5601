internal import CLibGit2
internal import GitProgram
internal import HookCore

extension LibGit2Repository {
    /// Returns another branch or a tag that points directly at the commit that `reference` points at. A branch that a
    /// fetch may delete is none.
    func twin(of reference: String) throws(Failure) -> Git.Holder? {
        var own = git_oid()
        guard git_reference_name_to_id(&own, handle, reference) == 0 else { return nil }
        let kinds = try fetchesIntoBranches() ? ["refs/tags/"] : ["refs/heads/", "refs/tags/"]
        var iterator: OpaquePointer?
        guard git_reference_iterator_new(&iterator, handle) == 0, let iterator else {
            throw .unusable(LibGit2.lastMessage ?? "the references cannot be listed")
        }
        defer { git_reference_iterator_free(iterator) }
        var next: OpaquePointer?
        while git_reference_next(&next, iterator) == 0, let found = next {
            defer { git_reference_free(found) }
            guard let name = git_reference_name(found).map({ String(cString: $0) }), !name.isSame(as: reference),
                kinds.contains(where: name.hasPrefix),
                let target = git_reference_target(found), git_oid_equal(target, &own) == 1
            else { continue }
            return Git.Holder(reference: name, target: hexadecimal(target))
        }
        return nil
    }

    /// Whether the fetch rules of some remote may write references outside of `refs/remotes` and `refs/tags`.
    private func fetchesIntoBranches() throws(Failure) -> Bool {
        var (configuration, iterator): (OpaquePointer?, OpaquePointer?)
        guard git_repository_config_snapshot(&configuration, handle) == 0 else {
            throw .unusable(LibGit2.lastMessage ?? "the settings cannot be read")
        }
        defer { git_config_free(configuration) }
        guard git_config_iterator_glob_new(&iterator, configuration, "^remote\\..*\\.fetch$") == 0 else {
            throw .unusable(LibGit2.lastMessage ?? "the settings cannot be listed")
        }
        defer { git_config_iterator_free(iterator) }
        var entry: UnsafeMutablePointer<git_config_entry>?
        while git_config_next(&entry, iterator) == 0, let entry {
            let rule = String(cString: entry.pointee.value)
            guard let colon = rule.lastIndex(of: ":") else { continue }
            let destination = rule[colon...].dropFirst()
            if !["refs/remotes/", "refs/tags/"].contains(where: destination.hasPrefix) { return true }
        }
        return false
    }

    /// Returns the object that a reference names itself; nil where there is no such reference, or one that names
    /// another.
    func target(of reference: String) throws(Failure) -> String? {
        var found: OpaquePointer?
        let code = git_reference_lookup(&found, handle, reference)
        defer { git_reference_free(found) }
        guard code == 0 || code == GIT_ENOTFOUND.rawValue else {
            throw .unusable(LibGit2.lastMessage ?? "\(reference) cannot be read")
        }
        return found.flatMap { git_reference_target($0) }.map { hexadecimal($0) }
    }

    func commits(of commit: String, notIn other: String) throws(Failure) -> Int {
        var own = git_oid()
        var foreign = git_oid()
        var ahead = 0
        var behind = 0
        guard git_oid_fromstr(&own, commit) == 0, git_oid_fromstr(&foreign, other) == 0,
            git_graph_ahead_behind(&ahead, &behind, handle, &own, &foreign) == 0
        else { throw .unusable(LibGit2.lastMessage ?? "the commits cannot be counted") }
        return ahead
    }

    func has(_ reference: String) throws(Failure) -> Bool {
        var found: OpaquePointer?
        let code = git_reference_lookup(&found, handle, reference)
        defer { git_reference_free(found) }
        guard code == 0 || code == GIT_ENOTFOUND.rawValue else {
            throw .unusable(LibGit2.lastMessage ?? "\(reference) cannot be read")
        }
        return code == 0
    }

    /// Whether the repository has any rescue. If not, git need not be asked.
    func hasRescues() throws(Failure) -> Bool {
        var iterator: OpaquePointer?
        guard git_reference_iterator_glob_new(&iterator, handle, "refs/parallel-cc/rescue/*") == 0, let iterator else {
            throw .unusable(LibGit2.lastMessage ?? "the references cannot be listed")
        }
        defer { git_reference_iterator_free(iterator) }
        var name: UnsafePointer<CChar>?
        return git_reference_next_name(&name, iterator) == 0
    }
}
