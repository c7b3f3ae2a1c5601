package import HookCore

extension JSONDocument {
    /// Sets the value at `path`: replaces the present one, or adds it after the last sibling. Missing objects on the
    /// way are made.
    /// - Throws: `.settingsMalformed` when a value on the way is no container of the right kind.
    package mutating func set(_ value: JSONValue, at path: JSONPath) throws(ParallelError) {
        if let node = node(at: path) {
            let indent = JSONLayout.lineIndent(in: bytes, at: node.range.lowerBound)
            let text = layout.isPretty ? writer.pretty(value, indent: indent) : writer.compact(value)
            return try splice(node.range, text: text)
        }
        if isBlank { return try setRoot(Self.nested(value, in: path[...])) }
        var depth = 0
        while node(at: Array(path[...depth])) != nil { depth += 1 }
        let content = Self.nested(value, in: path[(depth + 1)...])
        try insert(content, as: path[depth], into: Array(path[..<depth]))
    }

    /// Adds `value` after the last element of the array at `path`. A missing array is made.
    package mutating func append(_ value: JSONValue, toArrayAt path: JSONPath) throws(ParallelError) {
        guard let node = node(at: path) else { return try set(.array([value]), at: path) }
        try insert(value, as: .index(node.childRanges.count), into: path)
    }

    /// Removes the value at `path` with its key and its comma. The container stays, even when it is left empty. The
    /// root cannot be removed.
    /// - Returns: `false` when there was no value.
    @discardableResult
    package mutating func remove(at path: JSONPath) throws(ParallelError) -> Bool {
        guard let step = path.last, let parent = node(at: path.dropLast()),
            let (index, _) = parent.child(step, in: bytes)
        else { return false }
        let children = parent.childRanges
        let range =
            if children.count == 1 {
                (parent.range.lowerBound + 1)..<(parent.range.upperBound - 1)
            } else if index > 0 {
                children[index - 1].upperBound..<children[index].upperBound
            } else {
                children[0].lowerBound..<children[1].lowerBound
            }
        try splice(range, text: "")
        return true
    }

    /// Replaces the value at `path` by a piece of JSON text, byte for byte.
    mutating func replace(at path: JSONPath, withSource text: String) throws(ParallelError) {
        guard let node = node(at: path) else { return }
        try splice(node.range, text: text)
    }

    /// Replaces everything after the byte order mark.
    mutating func replaceAll(withSource text: String) throws(ParallelError) {
        try splice(start..<bytes.count, text: text)
    }

    // MARK: - Inserting

    private var layout: JSONLayout { JSONLayout(of: bytes, root: root) }

    private var writer: JSONWriter { JSONWriter(layout: layout) }

    private mutating func setRoot(_ value: JSONValue) throws(ParallelError) {
        try replaceAll(withSource: writer.pretty(value, indent: "") + layout.newline)
    }

    /// Returns `value` inside the containers that `path` would need.
    private static func nested(_ value: JSONValue, in path: ArraySlice<JSONStep>) -> JSONValue {
        path.reversed().reduce(value) { inner, step in
            switch step {
            case .key(let key): .object([.init(key, value: inner)])
            case .index: .array([inner])
            }
        }
    }

    private mutating func insert(
        _ value: JSONValue, as step: JSONStep, into path: JSONPath
    ) throws(ParallelError) {
        guard let container = node(at: path) else { return }
        let label: String
        switch (step, container.shape) {
        case (.key(let key), .object): label = JSONStringLiteral.encode(key) + layout.colon
        case (.index(let index), .array(let elements)) where index == elements.count: label = ""
        default: throw malformed(path, wanted: step)
        }
        if let last = container.childRanges.last {
            try insert(value, label: label, behind: last, in: container)
        } else {
            try fill(container, with: value, label: label)
        }
    }

    /// Inserts a value after the last sibling: on a line of its own if the sibling stands on one, else on the same
    /// line.
    private mutating func insert(
        _ value: JSONValue, label: String, behind last: Range<Int>, in container: JSONNode
    ) throws(ParallelError) {
        let gapStart = container.childRanges.dropLast().last.map { $0.upperBound } ?? container.range.lowerBound + 1
        let isOnOwnLine = bytes[gapStart..<last.lowerBound].contains(UInt8(ascii: "\n"))
        let text: String
        if isOnOwnLine {
            let indent = JSONLayout.lineIndent(in: bytes, at: last.lowerBound)
            text = "," + layout.newline + indent + label + writer.pretty(value, indent: indent)
        } else {
            text = layout.comma + label + writer.compact(value)
        }
        try splice(last.upperBound..<last.upperBound, text: text)
    }

    private mutating func fill(
        _ container: JSONNode, with value: JSONValue, label: String
    ) throws(ParallelError) {
        let inside = (container.range.lowerBound + 1)..<(container.range.upperBound - 1)
        guard layout.isPretty else { return try splice(inside, text: label + writer.compact(value)) }
        let outer = JSONLayout.lineIndent(in: bytes, at: container.range.lowerBound)
        let indent = outer + layout.unit
        let content = label + writer.pretty(value, indent: indent)
        try splice(inside, text: layout.newline + indent + content + layout.newline + outer)
    }

    private mutating func splice(_ range: Range<Int>, text: String) throws(ParallelError) {
        bytes.replaceSubrange(range, with: Array(text.utf8))
        try parse()
    }

    private func malformed(_ path: JSONPath, wanted step: JSONStep) -> ParallelError {
        let kind = if case .key = step { "an object" } else { "a list" }
        let location = path.isEmpty ? "the top level" : path.pointer
        return ParallelError(
            .settingsMalformed, operation: "edit", subject: name, message: "\(location) is not \(kind)",
            hint: "correct the file by hand; it was not changed")
    }
}
