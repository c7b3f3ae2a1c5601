internal import CLibGit2
internal import HookCore

/// Merges what stands at one path, in memory.
struct ContentMerge {
    enum Outcome {
        /// What then stands there, by id.
        case item(TreeValue?)
        /// Text that both sides changed, merged.
        case text(mode: UInt32, [UInt8])
        /// The sides contradict each other.
        case conflict
        /// Perhaps a rename, which only a merge of the whole trees can tell.
        case unclear
    }

    let objects: any ObjectSource

    func merge(base: TreeValue?, ours: TreeValue?, theirs: TreeValue?) throws(ParallelError) -> Outcome {
        if theirs == base || ours == theirs { return .item(ours) }
        if ours == base { return .item(theirs) }
        // Ours has removed it or called it otherwise.
        guard let ours else { return .unclear }
        guard let theirs, ours.isFile, theirs.isFile, base?.isFile != false else { return .conflict }
        guard let mode = mode(base, ours, theirs) else { return .conflict }
        if ours.id == theirs.id { return .item(TreeValue(mode: mode, id: ours.id)) }
        if let base, base.id == ours.id || base.id == theirs.id {
            return .item(TreeValue(mode: mode, id: base.id == ours.id ? theirs.id : ours.id))
        }
        var original: [UInt8] = []
        if let base { original = try objects.read(base.id, .blob) }
        let merged = Self.merge(
            base: original, ours: try objects.read(ours.id, .blob), theirs: try objects.read(theirs.id, .blob))
        return merged.map { .text(mode: mode, $0) } ?? .conflict
    }

    private func mode(_ base: TreeValue?, _ ours: TreeValue, _ theirs: TreeValue) -> UInt32? {
        if ours.mode == theirs.mode || base?.mode == theirs.mode { return ours.mode }
        return base?.mode == ours.mode ? theirs.mode : nil
    }

    /// Whether this is what stands there; nil where it is unclear.
    func matches(_ outcome: Outcome, _ item: TreeValue?) throws(ParallelError) -> Bool? {
        switch outcome {
        case .item(let merged): return merged == item
        case .text(let mode, let text):
            guard let item, item.mode == mode else { return false }
            return try objects.read(item.id, .blob) == text
        case .conflict: return false
        case .unclear: return nil
        }
    }

    /// - Returns: nil for a conflict, and for what is no text.
    private static func merge(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
        LibGit2.start()
        if [base, ours, theirs].contains(where: { $0.prefix(8_000).contains(0) }) { return nil }
        return base.withInput { base in
            ours.withInput { ours in
                theirs.withInput { theirs in
                    var base = base
                    var ours = ours
                    var theirs = theirs
                    var result = git_merge_file_result()
                    guard git_merge_file(&result, &base, &ours, &theirs, nil) == 0 else { return nil }
                    defer { git_merge_file_result_free(&result) }
                    guard result.automergeable == 1 else { return nil }
                    return Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
                }
            }
        }
    }
}

extension [UInt8] {
    fileprivate func withInput<Result>(_ body: (git_merge_file_input) -> Result) -> Result {
        withUnsafeBufferPointer { bytes in
            var input = git_merge_file_input()
            git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
            input.size = bytes.count
            return bytes.withMemoryRebound(to: CChar.self) { characters in
                input.ptr = characters.baseAddress
                return body(input)
            }
        }
    }
}
