internal import Files
internal import TaskProtocol

/// The version of Claude that has worked on a task, as its runner has reported it.
enum ClaudeInUse {
    /// Returns the version; nil where Claude did not start, or the report is gone.
    static func version(_ directory: TaskDirectory) -> String? {
        for path in [directory.folder.report, directory.log] {
            // Claude begins soon after the runner: most of the file need not be read as reports.
            for line in (WholeFile.read(path) ?? []).lazy.split(separator: 0x0A) {
                if case .claude(_, let version?, _)? = TaskReport(line: line)?.event { return version }
            }
        }
        return nil
    }
}
