package import HookCore

/// The texts of containers that were empty before we added entries: `{}`, `{ }`, or a file without a value.
///
/// With them, removing our entries gives back exactly the former bytes. Without them, nobody knows whether an object
/// that is left empty was there before, so it stays where it is a member of the root.
package struct ContainerLayouts: Equatable, Sendable {
    /// The text by JSON Pointer. The root's is the text of the whole file when the file had no JSON value.
    package var sources: [String: String] = [:]
    /// Whether the containers without a text are known to have been missing, or not empty.
    package var areKnown = false

    /// The layouts of a document of which nothing is known.
    package init() {}

    /// Records the container at `path` and those above it, if they are empty. Call it before a value is added to the
    /// container.
    package mutating func note(_ document: JSONDocument, along path: JSONPath) {
        areKnown = true
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

    /// Cleans up after a value was removed from the container at `path`. A container that is now empty gets its old
    /// text, or is removed if it was not there before; then the same is done for the container above it. Where that is
    /// not known, a member of the root stays.
    package func tidy(_ document: inout JSONDocument, from path: JSONPath) throws(ParallelError) {
        var container = path
        while document.isEmptyContainer(at: container) {
            if let source = sources[container.pointer] {
                return try restore(source, in: &document, at: container)
            }
            guard areKnown || container.count > 1, try document.remove(at: container) else { return }
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
