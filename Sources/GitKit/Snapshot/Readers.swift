// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// Who may read a file besides its owner: everybody, those who belong to certain groups, or nobody.
struct Readers: Equatable {
    /// The groups to all of which a reader must belong; nil where nobody but the owner may.
    private let groups: Set<gid_t>?

    static let everybody = Readers(groups: [])
    static let owner = Readers(groups: nil)

    private init(groups: Set<gid_t>?) { self.groups = groups }

    /// By the permissions of one entry alone: who may read a file, or reach what lies in a directory.
    init(_ status: stat) {
        let bit: mode_t = status.st_mode & S_IFMT == S_IFDIR ? 0o1 : 0o4
        if status.st_mode & S_IFMT == S_IFLNK || status.st_mode & bit != 0 {
            groups = []
        } else {
            groups = status.st_mode & (bit << 3) != 0 ? [status.st_gid] : nil
        }
    }

    /// Who may pass all of these directories.
    static func passing(_ directories: some Sequence<String>) -> Readers {
        directories.reduce(.everybody) { readers, directory in
            var status = stat()
            return lstat(directory, &status) == 0 ? readers.also(Readers(status)) : .owner
        }
    }

    /// Those who are among both.
    func also(_ other: Readers) -> Readers {
        guard let groups, let others = other.groups else { return .owner }
        return Readers(groups: groups.union(others))
    }

    /// Whether all of `others` are among these.
    func includes(_ others: Readers) -> Bool {
        guard let needed = others.groups else { return true }
        return groups?.isSubset(of: needed) ?? false
    }
}
