/// The folder through which a task goes into its sandbox and its results come out. The runner finds it at a path that
/// its command line names.
package struct TaskFolder: Equatable, Sendable {
    /// The path of the folder in an image of ours.
    package static let standardPath = "/parallel-cc"

    package let path: String

    package init(_ path: String) { self.path = path }

    /// What goes in: a `TaskOrder` as JSON. It is written last, so that a folder that has it is complete.
    package var order: String { path + "/in/task.json" }
    /// What goes in: a git pack with the objects that the order names.
    package var pack: String { path + "/in/objects.pack" }
    /// The folder of everything that comes out.
    package var results: String { path + "/out" }
    /// What comes out: one `TaskReport` in each line. The runner prints the same lines on its standard output, where a
    /// reader may miss some.
    package var report: String { results + "/report.jsonl" }
    /// What comes out: the standard output of Claude, stream-json.
    package var transcript: String { results + "/claude.jsonl" }
    /// What comes out: the standard error of Claude and of the commands run before it.
    package var errors: String { results + "/errors.log" }

    /// Returns the path of the pack that a `TaskReport` names.
    package func snapshotPack(_ number: Int) -> String { results + "/snapshot-\(number).pack" }
}
