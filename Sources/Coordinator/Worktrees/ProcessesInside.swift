internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Finds processes that live in a directory: by working directory, root, program, open files or mapped files. The
/// directory counts under every path at which a mount shows it to them, in every mount namespace.
///
/// The kernel itself counts when it holds a file open as a disk (`LoopDevices`).
///
/// A process of the same user that cannot be read (a setuid or non-dumpable one) counts as inside if it started after
/// the directory was made. An older one, like an ssh-agent, cannot have been started from there. Processes of other
/// users that cannot be read are skipped: an ordinary user can never read them.
package struct ProcessesInside {
    /// The extent of the search.
    package enum Extent {
        case everything
        /// The working directory, root and program of every process, and all else only of processes that are newer than
        /// the directory. That takes a few system calls for each process instead of hundreds.
        case places
    }

    /// The first process found, as "name (pid)", or the name of a device; nil for none.
    package let first: String?

    /// Searches now.
    /// - Parameter since: the time when the directory was made; for `.places`, the time of the last full search.
    package init(_ directory: String, since: Timestamp, extent: Extent = .everything) {
        let search = Search(places: DirectoryPlaces(directory), since: since, extent: extent)
        let found = DirectoryNames.list("/proc").lazy.compactMap { Int32($0) }.first(where: search.finds)
        let process = found.map { "\(FileBytes.readLine("/proc/\($0)/comm") ?? "process") (\($0))" }
        first = process ?? LoopDevices.first(in: search.places.ours)
    }

    /// Returns a process that stays in a directory for half a second; nil for none. Programs that claude started often
    /// outlive it by some milliseconds, and a program that is just being started under other rights cannot be read.
    static func staying(_ directory: String, since: Timestamp, extent: Extent = .everything) -> String? {
        var inside = ProcessesInside(directory, since: since, extent: extent).first
        var turns = 0
        while inside != nil, turns < 20 {
            poll(nil, 0, 25)
            inside = ProcessesInside(directory, since: since, extent: extent).first
            turns += 1
        }
        return inside
    }
}

private struct Search {
    let places: DirectoryPlaces
    let since: Timestamp
    let extent: ProcessesInside.Extent

    /// Whether a process counts. This process itself does not count, nor a child that it is just starting: until the
    /// child runs another program, it has all of this process's files open.
    func finds(_ pid: Int32) -> Bool {
        guard pid != getpid(), isInside(pid) else { return false }
        guard let parent = ProcessIdentity.parentPid(of: pid) else {
            // The process is gone by now, or cannot be read.
            return access("/proc/\(pid)", F_OK) == 0
        }
        if parent != getpid() { return true }
        return !isOwnImage(pid) && isInside(pid)
    }

    private func isOwnImage(_ pid: Int32) -> Bool {
        realPath("/proc/\(pid)/exe").isSame(as: realPath("/proc/self/exe"))
    }

    private func isInside(_ pid: Int32) -> Bool {
        guard let process = ProcessFolder(pid: pid) else { return false }
        let directory = places.seen(by: process)
        for link in ["exe", "cwd", "root"] {
            switch process.target(of: link, in: directory) {
            case .inside: return true
            case .outside: continue
            case .unreadable: return isOurs(pid) && startedAfter(pid)
            // This is a thread of the kernel, or a process that has ended except for other threads.
            case .missing: return process.isThreaded && process.hasThread(in: directory)
            }
        }
        if extent == .places, !startedAfter(pid) { return false }
        return process.hasOpenFile(in: directory) || process.mapsFile(in: directory)
            // A process may have thousands of threads.
            || (process.isThreaded && startedAfter(pid) && process.hasThread(in: directory))
    }

    private func isOurs(_ pid: Int32) -> Bool {
        var status = stat()
        return stat("/proc/\(pid)", &status) == 0 && status.st_uid == geteuid()
    }

    private func startedAfter(_ pid: Int32) -> Bool {
        guard let identity = ProcessIdentity.read(pid: pid) else { return false }
        guard let line = FileBytes.readLine("/proc/uptime"), let uptime = Double(line) else { return true }
        let boot = Timestamp.now().milliseconds - Int64(uptime * 1_000)
        let started = boot + Int64(identity.startTime) * 1_000 / Int64(sysconf(Int32(_SC_CLK_TCK)))
        // Both clocks are coarse: a hundredth of a second.
        return started + 10 >= since.milliseconds
    }
}
