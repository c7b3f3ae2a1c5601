// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// The set of users who may read a file: the demands that its permissions, and those of directories on the way, make on
/// a reader.
struct Readers: Equatable {
    /// A demand on a reader: to be the owner, or to belong to the group.
    private struct Demand: Hashable {
        let owner: uid_t
        /// The group that may read; nil where only the owner may.
        let group: gid_t?

        func holds(for other: Demand) -> Bool { owner == other.owner && (other.group == nil || group == other.group) }
    }

    /// The answer to assume where permissions do not tell.
    enum Doubt { case everybody, nobody }

    /// The demands that a reader must all meet. Everyone is a reader where there is none.
    private let demands: Set<Demand>

    static let everybody = Readers(demands: [])
    private static let nobody = Readers(demands: [Demand(owner: .max, group: nil)])

    private init(demands: Set<Demand>) { self.demands = demands }

    /// The users who may read a file, or reach the entries of a directory, by the permissions of this entry alone.
    init(_ status: stat, doubt: Doubt) {
        let bit: mode_t = status.st_mode & S_IFMT == S_IFDIR ? 0o1 : 0o4
        let isOpen = status.st_mode & S_IFMT == S_IFLNK || status.st_mode & bit != 0
        let isOpenToGroup = status.st_mode & (bit << 3) != 0
        // An entry that is open to all but its group is a doubt.
        if isOpen, isOpenToGroup || doubt == .everybody || status.st_mode & S_IFMT == S_IFLNK {
            demands = []
        } else {
            demands = [Demand(owner: status.st_uid, group: isOpenToGroup ? status.st_gid : nil)]
        }
    }

    /// Returns the readers who may pass all of these directories.
    static func passing(_ directories: some Sequence<String>, doubt: Doubt) -> Readers {
        directories.reduce(.everybody) { readers, directory in
            var status = stat()
            if lstat(directory, &status) == 0 { return readers.also(Readers(status, doubt: doubt)) }
            return doubt == .everybody ? readers : .nobody
        }
    }

    /// Returns the readers who belong to both.
    func also(_ other: Readers) -> Readers { Readers(demands: demands.union(other.demands)) }

    /// Whether all of `others` are certainly among these.
    func includes(_ others: Readers) -> Bool {
        demands.allSatisfy { mine in others.demands.contains { mine.holds(for: $0) } }
    }
}
