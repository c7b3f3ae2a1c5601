internal import Coordinator
internal import GitKit
package import HookCore

/// What would come of merging two nodes.
package struct RadarPair: Equatable, Sendable {
    package enum State: String, Sendable {
        case clean
        case conflict
        /// It is not known. Never to be taken for clean.
        case error
    }

    /// Ids of nodes.
    package let a: String
    package let b: String
    let preview: PairPreview

    package var state: State {
        switch preview {
        case .clean: .clean
        case .conflict: .conflict
        case .error: .error
        }
    }

    /// The files in which they conflict, sorted; none for clean ones and errors.
    package var files: [RadarFile] { preview.files.map(RadarFile.init) }

    /// Two pairs are equal when people would see no difference; contents that conflict may be others.
    package static func == (left: RadarPair, right: RadarPair) -> Bool {
        left.a == right.a && left.b == right.b && left.state == right.state && left.files == right.files
            && left.error == right.error
    }

    /// Why it is not known.
    package var error: ParallelError? {
        if case .error(let error) = preview { return error }
        return nil
    }
}
