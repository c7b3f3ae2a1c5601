package import HookCore

/// How the containers looked that were empty before we put something in: `{}`, `{ }`, a file of nothing.
///
/// With it, taking our entries out gives back the very bytes; without it, containers that are left empty are removed.
package struct ContainerLayouts: Equatable, Sendable {
    /// JSON Pointer → text. The root's is the text of the whole file when that had no JSON value in it.
    package var sources: [String: String] = [:]

    package init() {}

    /// Before something is put into the container at `path`: notes it and those above it, if they are empty.
    package mutating func note(_ document: JSONDocument, along path: JSONPath) {
        if document.isBlank {
            sources = ["": String(decoding: document.bytes[document.start...], as: UTF8.self)]
            return
        }
        for depth in 0...path.count {
            let container = Array(path[..<depth])
            if document.isEmptyContainer(at: container) {
                sources[container.pointer] = document.source(at: container)
            } else if document.value(at: container) == nil {
                sources[container.pointer] = nil
            }
        }
    }

    /// After something was taken out of the container at `path`: if that is empty now, it gets its old text, or is
    /// removed if it was not there before; then the one above it likewise.
    package func tidy(_ document: inout JSONDocument, from path: JSONPath) throws(ParallelError) {
        var container = path
        while document.isEmptyContainer(at: container) {
            if let source = sources[container.pointer] {
                return try restore(source, in: &document, at: container)
            }
            guard try document.remove(at: container) else { return }
            container.removeLast()
        }
    }

    private func restore(
        _ source: String, in document: inout JSONDocument, at path: JSONPath
    ) throws(ParallelError) {
        if path.isEmpty, !source.contains("{") {
            try document.replaceAll(withSource: source)
        } else {
            try document.replace(at: path, withSource: source)
        }
    }
}
