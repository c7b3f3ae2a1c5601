internal import Coordinator
internal import GitKit
package import HookCore

/// The result of merging two nodes in memory.
package struct RadarPair: Equatable, Sendable {
    /// The three results.
    package enum State: String, Sendable {
        case clean
        case conflict
        /// The result is unknown. It never counts as clean.
        case error
    }

    /// The id of the first node, in the order of the report.
    package let a: String
    /// The id of the second node.
    package let b: String
    let preview: PairPreview

    /// The result without the files.
    package var state: State {
        switch preview {
        case .clean: .clean
        case .conflict: .conflict
        case .error: .error
        }
    }

    /// The conflicting files, sorted; empty for clean pairs and errors.
    package var files: [RadarFile] { preview.files.map(RadarFile.init) }

    /// Whether two pairs look the same to people. The conflicting contents may differ.
    package static func == (left: RadarPair, right: RadarPair) -> Bool {
        left.a.isSame(as: right.a) && left.b.isSame(as: right.b) && left.state == right.state
            && left.files == right.files
            && left.error == right.error
    }

    /// Whether it is the pair of these two nodes, in either order.
    func isBetween(_ one: String, and other: String) -> Bool {
        (a.isSame(as: one) && b.isSame(as: other)) || (a.isSame(as: other) && b.isSame(as: one))
    }

    /// The reason why the result is unknown; nil when it is known.
    package var error: ParallelError? {
        if case .error(let error) = preview { return error }
        return nil
    }
}
