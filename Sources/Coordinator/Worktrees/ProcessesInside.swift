internal import Files
internal import GitKit
internal import Glibc
internal import HookCore

/// Finds processes that live in a directory: by working directory, root, program, open files or mapped files. It is known
/// by every path under which a mount shows it to them, in whichever mount namespace they are.
///
/// The kernel itself counts where it holds a file open as a disk (`LoopDevices`).
///
/// A process of our own user that cannot be looked at (a setuid or non-dumpable one) counts as inside if it started after
/// the directory was made; an older one, such as an ssh-agent, cannot have been started from there. Processes of other
/// users that cannot be read are passed over: an ordinary user can never read them.
package struct ProcessesInside {
    /// How much of a process is looked at.
    package enum Look {
        case everything
        /// Where it is and what it runs, and all else only of processes that are newer than the directory: a few system
        /// calls for each instead of hundreds.
        case places
    }

    /// "name (pid)", the first one found; the name of a device where it is none.
    package let first: String?

    /// - Parameter since: when the directory was made; for `.places`, when everything was looked at last.
    package init(_ directory: String, since: Timestamp, look: Look = .everything) {
        let search = Search(places: DirectoryPlaces(directory), since: since, look: look)
        let found = DirectoryNames.list("/proc").lazy.compactMap { Int32($0) }.first(where: search.finds)
        let process = found.map { "\(FileBytes.readLine("/proc/\($0)/comm") ?? "process") (\($0))" }
        first = process ?? LoopDevices.first(in: search.places.ours)
    }
}

private struct Search {
    let places: DirectoryPlaces
    let since: Timestamp
    let look: ProcessesInside.Look

    /// This process itself does not count, nor one that it is just starting: until that has become another program it has all
    /// our files open.
    func finds(_ pid: Int32) -> Bool {
        guard pid != getpid(), isInside(pid) else { return false }
        guard let parent = ProcessIdentity.parentPid(of: pid) else {
            // Gone meanwhile, or not to be looked at.
            return access("/proc/\(pid)", F_OK) == 0
        }
        if parent != getpid() { return true }
        return !isStillUs(pid) && isInside(pid)
    }

    private func isStillUs(_ pid: Int32) -> Bool { realPath("/proc/\(pid)/exe") == realPath("/proc/self/exe") }

    private func isInside(_ pid: Int32) -> Bool {
        guard let process = ProcessFolder(pid: pid) else { return false }
        let directory = places.seen(by: process)
        for link in ["exe", "cwd", "root"] {
            switch process.target(of: link, in: directory) {
            case .inside: return true
            case .outside: continue
            case .unreadable: return isOurs(pid) && startedAfter(pid)
            // A thread of the kernel, or a process that is all but gone, but for other threads of it.
            case .missing: return process.isThreaded && process.hasThread(in: directory)
            }
        }
        if look == .places, !startedAfter(pid) { return false }
        return process.hasOpenFile(in: directory) || process.mapsFile(in: directory)
            // There may be thousands of them.
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
