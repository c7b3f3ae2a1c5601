// Swift attributes `stat` to this module because its headers are read first.
internal import CLibGit2
internal import Glibc

/// Who may read a file, as what is asked of a reader by its permissions and those of directories on the way.
struct Readers: Equatable {
    /// Asks a reader to be its owner, or to belong to its group.
    private struct Demand: Hashable {
        let owner: uid_t
        /// Nil where the owner alone may read it.
        let group: gid_t?

        func holds(for other: Demand) -> Bool { owner == other.owner && (other.group == nil || group == other.group) }
    }

    /// What to take it for where permissions do not tell.
    enum Doubt { case everybody, nobody }

    /// A reader meets all of them; everybody does where there is none.
    private let demands: Set<Demand>

    static let everybody = Readers(demands: [])
    private static let nobody = Readers(demands: [Demand(owner: .max, group: nil)])

    private init(demands: Set<Demand>) { self.demands = demands }

    /// By the permissions of one entry alone: who may read a file, or reach what lies in a directory.
    init(_ status: stat, doubt: Doubt) {
        let bit: mode_t = status.st_mode & S_IFMT == S_IFDIR ? 0o1 : 0o4
        let isOpen = status.st_mode & S_IFMT == S_IFLNK || status.st_mode & bit != 0
        let isOpenToGroup = status.st_mode & (bit << 3) != 0
        // Open to all but its group is a doubt.
        if isOpen, isOpenToGroup || doubt == .everybody || status.st_mode & S_IFMT == S_IFLNK {
            demands = []
        } else {
            demands = [Demand(owner: status.st_uid, group: isOpenToGroup ? status.st_gid : nil)]
        }
    }

    /// Combines the readers of all of these directories.
    static func passing(_ directories: some Sequence<String>, doubt: Doubt) -> Readers {
        directories.reduce(.everybody) { readers, directory in
            var status = stat()
            if lstat(directory, &status) == 0 { return readers.also(Readers(status, doubt: doubt)) }
            return doubt == .everybody ? readers : .nobody
        }
    }

    /// Combines two: those who are among both.
    func also(_ other: Readers) -> Readers { Readers(demands: demands.union(other.demands)) }

    /// Whether all of `others` are among these, for certain.
    func includes(_ others: Readers) -> Bool {
        demands.allSatisfy { mine in others.demands.contains { mine.holds(for: $0) } }
    }
}
