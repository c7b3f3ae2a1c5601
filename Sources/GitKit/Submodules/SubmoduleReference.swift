/// A reference of a submodule's repository.
struct SubmoduleReference: Hashable {
    let name: String
    let id: String
    let isCommit: Bool

    /// As the remedy for tags saves it: a tag of that name may be there already, and lead elsewhere.
    var saved: SubmoduleReference {
        let tag = name.split(separator: "/").dropFirst(name.hasPrefix("refs/tags/") ? 2 : 1).joined(separator: "/")
        return SubmoduleReference(name: "refs/tags/\(tag)-\(id.prefix(10))", id: id, isCommit: isCommit)
    }

    /// `refs/remotes/origin/tags/v1` as `refs/tags/v1`: what the remote had when it was asked for its tags.
    var asAtRemote: SubmoduleReference? {
        let parts = name.split(separator: "/", maxSplits: 3)
        guard parts.count == 4, parts[1] == "remotes", parts[3].hasPrefix("tags/") else { return nil }
        return SubmoduleReference(name: "refs/" + parts[3], id: id, isCommit: isCommit)
    }
}
