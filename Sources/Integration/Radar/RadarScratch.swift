internal import Coordinator
internal import Files
internal import GitKit
internal import HookCore

/// The folder for the objects of one look at merges, in the data directory. It also removes the folders of killed
/// processes.
struct RadarScratch {
    let objects: ScratchObjects

    init(_ context: CoordinatorContext, commonDirectory: String) throws(ParallelError) {
        let folder = context.dataDirectory + "/radar"
        for name in DirectoryNames.list(folder) where Self.isLeft(name, context: context) {
            try? TreeDeletion.delete(folder + "/" + name)
        }
        let own = context.process
        // One process may have several folders, one after the other or at once.
        let name = "\(context.host.pidNamespace)-\(own.pid)-\(own.startTime)-\(context.makeSuffix())"
        objects = try ScratchObjects(folder + "/" + name, commonDirectory: commonDirectory)
    }

    /// Whether the folder's process, of this pid namespace, is gone. Processes of other namespaces cannot be seen.
    private static func isLeft(_ name: String, context: CoordinatorContext) -> Bool {
        let parts = name.split(separator: "-")
        guard parts.count == 4, UInt64(parts[0]) == context.host.pidNamespace, let pid = Int32(parts[1]),
            let start = UInt64(parts[2])
        else { return false }
        return !context.isAlive(ProcessIdentity(pid: pid, startTime: start))
    }
}
