internal import Files
internal import GitKit
internal import HookCore
internal import JSON

/// `config.json` of the data directory, for changing it.
struct ConfigurationFile {
    let path: String

    /// Returns the bytes, through links; nil where there is no such file.
    /// - Throws: `.fileUnreadable` where something is there that cannot be read, or a link that leads nowhere.
    func read() throws(ParallelError) -> [UInt8]? {
        if let bytes = try AtomicFile.read(path) { return bytes }
        guard AtomicFile.exists(path) else { return nil }
        throw ParallelError(
            .fileUnreadable, operation: "read", subject: path, message: "the file cannot be read",
            cause: "the link leads nowhere")
    }

    /// Changes one dotted name in place, and removes the names that older programs had for it; every other byte stays.
    /// A link to the file stays one.
    /// - Throws: the file is then untouched. `.invalidConfiguration` when it is no JSON object or has something else in
    ///   the value's place, `.fileUnreadable`, `.fileUnwritable`, `.fileChanged` where another program changes it at
    ///   the same time.
    func set(_ name: String, to value: JSONValue?, removing aliases: [String]) throws(ParallelError) {
        // Of two that set something at once neither undoes the other.
        try DirectoryLock.held(on: FilePath.folder(of: path)) { () throws(ParallelError) in
            let before = try AtomicFile.read(path)
            var document = try document(before ?? [])
            for alias in aliases { try remove(alias, from: &document) }
            if let value {
                try set(value, as: name, in: &document)
            } else {
                try remove(name, from: &document)
            }
            if document.bytes == before ?? [] { return }
            try AtomicFile.write(document.bytes, to: path, replacing: before, mode: 0o600)
        }
    }

    private func document(_ bytes: [UInt8]) throws(ParallelError) -> JSONDocument {
        let document: JSONDocument
        do throws(ParallelError) {
            document = try JSONDocument(bytes, name: path)
        } catch {
            throw invalid("it is not valid JSON: \(error.message)")
        }
        if case .object? = document.value() { return document }
        guard document.isBlank else { throw invalid("it holds no JSON object") }
        return document
    }

    private func set(_ value: JSONValue, as name: String, in document: inout JSONDocument) throws(ParallelError) {
        let present = leaves(name, in: document)
        // The last is in force, but `null` sets nothing.
        if let inForce = present.last(where: { $0.value != .null }) ?? present.last {
            if case .object = inForce.value { throw invalid("\(name) holds an object there") }
            return try document.set(value, at: inForce.path)
        }
        let path: JSONPath = name.split(separator: ".").map { .key(String($0)) }
        if document.value(at: path) != nil { throw invalid("\(name) holds an object there") }
        for depth in 1..<path.count where document.value(at: Array(path[..<depth])) == .null {
            try document.set(.object([]), at: Array(path[..<depth]))
        }
        try document.set(value, at: path)
    }

    /// Removes a name wherever it stands: also what another of its places has hidden.
    private func remove(_ name: String, from document: inout JSONDocument) throws(ParallelError) {
        while let leaf = leaves(name, in: document).last {
            if case .object = leaf.value { return }
            try document.remove(at: leaf.path)
        }
    }

    private func leaves(_ name: String, in document: JSONDocument) -> [JSONValue.Setting] {
        (document.value()?.settings() ?? []).filter { $0.name == name }
    }

    private func invalid(_ cause: String) -> ParallelError {
        ParallelError(
            .invalidConfiguration, operation: "change settings", subject: path,
            message: "the settings file cannot be changed", hint: "mend or remove it by hand; it was not touched",
            cause: cause)
    }
}
