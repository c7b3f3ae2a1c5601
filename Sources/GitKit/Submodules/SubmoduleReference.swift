internal import HookCore

/// A reference of a submodule's repository.
struct SubmoduleReference: Hashable {
    private let key: Name
    let id: String
    let isCommit: Bool

    init(name: String, id: String, isCommit: Bool) {
        key = Name(name)
        (self.id, self.isCommit) = (id, isCommit)
    }

    var name: String { key.text }

    /// The tag under which the remedy for tags saves the reference. A tag of the original name may exist already and
    /// lead elsewhere.
    var saved: SubmoduleReference {
        let tag = FilePath.relative(name, to: "refs/tags") ?? FilePath.relative(name, to: "refs") ?? name
        return SubmoduleReference(name: "refs/tags/\(tag)-\(id.prefix(10))", id: id, isCommit: isCommit)
    }

    /// The tag `refs/tags/v1` for `refs/remotes/origin/tags/v1`: the remote had it when git asked it for its tags. Nil
    /// for any other reference.
    var asAtRemote: SubmoduleReference? {
        let parts = FilePath.parts(of: name)
        guard parts.count > 4, parts[1] == "remotes", parts[3] == "tags" else { return nil }
        return SubmoduleReference(
            name: "refs/" + parts[3...].joined(separator: "/"), id: id, isCommit: isCommit)
    }
}
