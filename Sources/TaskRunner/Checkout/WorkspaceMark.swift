internal import FoundationEssentials

/// A note in the git directory of a workspace: whose it is, and how far the runner is with it.
struct WorkspaceMark: Codable, Equatable {
    /// How far the runner is. A runner that is started again goes on there.
    enum Stage: String, Codable {
        /// The repository and the files are being made. Nothing else is there.
        case making
        /// The setup commands may have begun.
        case checkedOut = "checked-out"
        /// Claude may have begun.
        case ready
    }

    var task: String
    var stage: Stage

    init(task: String, stage: Stage) {
        self.task = task
        self.stage = stage
    }

    /// Reads a note; nil for anything else.
    init?(_ bytes: [UInt8]) {
        guard let mark = try? JSONDecoder().decode(WorkspaceMark.self, from: Data(bytes)) else { return nil }
        self = mark
    }

    var bytes: [UInt8] { (try? JSONEncoder().encode(self)).map { Array($0) + [0x0A] } ?? [] }
}
