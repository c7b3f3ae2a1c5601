internal import Coordinator
internal import HookCore
internal import Integration
internal import Wiring

/// The answer of `conflicts predict`.
struct RadarDocument: Encodable {
    struct Node: Encodable {
        let id: String
        let kind: String
        @ExplicitNull var branch: String?
        @ExplicitNull var path: String?
        @ExplicitNull var head: String?
        @ExplicitNull var dirty: Bool?

        init(_ node: RadarNode) {
            id = node.id
            kind = node.kind.rawValue
            branch = node.branch
            path = node.path
            head = node.head
            dirty = node.isDirty
        }
    }

    struct File: Encodable, Equatable {
        let path: String
        let kind: String

        init(_ file: RadarFile) {
            path = file.text
            kind = file.kind
        }
    }

    struct Pair: Encodable {
        let a: String
        let b: String
        let state: String
        let files: [File]
        let error: String?

        init(_ pair: RadarPair) {
            a = pair.a
            b = pair.b
            state = pair.state.rawValue
            files = pair.files.map(File.init)
            error = pair.error?.fullMessage
        }
    }

    let repository: String
    @ExplicitNull var target: String?
    let nodes: [Node]
    let pairs: [Pair]

    init(_ report: RadarReport) {
        repository = report.repository
        target = report.target
        nodes = report.nodes.map(Node.init)
        pairs = report.pairs.map(Pair.init)
    }
}
