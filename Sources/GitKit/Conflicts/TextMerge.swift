internal import CLibGit2
internal import GitProgram
package import HookCore

/// A three-way merge of lines in memory, with git's results.
package struct TextMerge: Equatable, Sendable {
    /// A part of the result.
    package enum Chunk: Equatable, Sendable {
        /// Lines on which the sides agree.
        case agreed([UInt8])
        case conflict(base: [UInt8], ours: [UInt8], theirs: [UInt8])
    }

    /// The parts of the result, in order. Two conflicts never stand side by side without agreed lines between them.
    package let chunks: [Chunk]
    private let versions: (base: [UInt8], ours: [UInt8], theirs: [UInt8])

    /// Merges three versions of a file.
    /// - Parameters:
    ///   - base: the common version; empty where both sides added the file.
    ///   - isDetailed: whether conflicts are split at lines that both sides have. Such conflicts have no base.
    /// - Throws: `.gitFailed` for content that libgit2 takes for binary.
    package init(
        base: [UInt8], ours: [UInt8], theirs: [UInt8], isDetailed: Bool = false
    ) throws(ParallelError) {
        let size = Self.markerSize([base, ours, theirs])
        let merged = try Self.mergeFile(
            base, ours: ours, theirs: theirs, size: size, style: isDetailed ? .merge : .diff3)
        chunks = Self.chunks(merged, size: size)
        versions = (base, ours, theirs)
    }

    /// Returns the merged file; nil where there is a conflict, and for content that is no text.
    package static func clean(base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8]? {
        guard let merge = try? TextMerge(base: base, ours: ours, theirs: theirs, isDetailed: true),
            merge.conflicts == 0
        else {
            return nil
        }
        return merge.resolved { _, _, _ in nil }
    }

    /// The styles of git's conflict markers (`merge.conflictStyle`).
    package enum Style: CaseIterable {
        case merge, diff3, zdiff3

        fileprivate var flag: UInt32 {
            switch self {
            case .merge: GIT_MERGE_FILE_STYLE_MERGE.rawValue
            case .diff3: GIT_MERGE_FILE_STYLE_DIFF3.rawValue
            case .zdiff3: GIT_MERGE_FILE_STYLE_ZDIFF3.rawValue
            }
        }
    }

    /// Returns the merged file with markers of git's size, as git writes it; nil for content that is no text.
    package static func marked(base: [UInt8], ours: [UInt8], theirs: [UInt8], style: Style) -> [UInt8]? {
        try? mergeFile(base, ours: ours, theirs: theirs, size: 7, style: style)
    }

    /// Whether both merges have the same chunks.
    package static func == (left: TextMerge, right: TextMerge) -> Bool { left.chunks == right.chunks }

    /// The number of conflicts.
    package var conflicts: Int {
        chunks.count { if case .conflict = $0 { true } else { false } }
    }

    /// Returns the file with every conflict replaced by the answer of `decide`; nil when `decide` returns nil for one.
    /// The texts that `decide` gets end with a line break, even if a side's text does not; the file ends as the sides
    /// do.
    package func resolved(_ decide: (_ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8]?) -> [UInt8]? {
        var result: [UInt8] = []
        for (index, chunk) in chunks.enumerated() {
            switch chunk {
            case .agreed(let bytes): result += bytes
            case .conflict(let base, let ours, let theirs):
                guard let choice = decide(base, ours, theirs) else { return nil }
                result += index == chunks.count - 1 ? ended(choice, base: base, ours: ours, theirs: theirs) : choice
            }
        }
        return result
    }

    /// Returns the last lines of the file without the line break that libgit2 puts at the end of every conflict, `\n`
    /// or `\r\n`. The end is that of the version that the lines come from. Where they come from several, a line break
    /// stands at the end unless no side has one, or one side removed it.
    private func ended(_ choice: [UInt8], base: [UInt8], ours: [UInt8], theirs: [UInt8]) -> [UInt8] {
        let texts = [(ours, versions.ours), (theirs, versions.theirs), (base, versions.base)]
        if let (text, version) = texts.first(where: { $0.0 == choice }) {
            return Array(choice.dropLast(Self.addedBreak(text, version: version)))
        }
        let (mine, other) = (versions.ours.last == 0x0A, versions.theirs.last == 0x0A)
        let old = versions.base.last == 0x0A
        if mine == other ? mine : !old { return choice }
        let last = texts.first { text, version in
            !text.isEmpty && version.last != 0x0A && choice.suffix(text.count) == text[...]
        }
        return Array(choice.dropLast(last.map(Self.addedBreak) ?? (choice.last == 0x0A ? 1 : 0)))
    }

    /// Returns the number of bytes that libgit2 added at the end of a conflict's text: its version does not have them
    /// there.
    private static func addedBreak(_ text: [UInt8], version: [UInt8]) -> Int {
        if version.last == 0x0A { return 0 }
        return (0...2).first { $0 <= text.count && version.suffix(text.count - $0) == text.dropLast($0) } ?? 0
    }

    /// Returns a size longer than any row of marker characters in the texts, so that no line is mistaken for a marker.
    private static func markerSize(_ texts: [[UInt8]]) -> Int {
        var longest = 7
        for text in texts {
            var length = 0
            var previous: UInt8 = 0
            for byte in text {
                guard
                    byte == UInt8(ascii: "<") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ">")
                        || byte == UInt8(ascii: "|")
                else {
                    length = 0
                    continue
                }
                length = byte == previous ? length + 1 : 1
                previous = byte
                longest = max(longest, length + 1)
            }
        }
        return min(longest, Int(UInt16.max))
    }

    private static func mergeFile(
        _ base: [UInt8], ours: [UInt8], theirs: [UInt8], size: Int, style: Style
    ) throws(ParallelError) -> [UInt8] {
        LibGit2.start()
        var options = git_merge_file_options()
        git_merge_file_options_init(&options, UInt32(GIT_MERGE_FILE_OPTIONS_VERSION))
        options.marker_size = UInt16(size)
        options.flags = style.flag
        var result = git_merge_file_result()
        let code = withInput(base) { base in
            withInput(ours) { ours in
                withInput(theirs) { theirs in git_merge_file(&result, base, ours, theirs, &options) }
            }
        }
        defer { git_merge_file_result_free(&result) }
        guard code == 0 else {
            throw ParallelError(
                .gitFailed, operation: "merge file", message: "the versions cannot be merged as text",
                cause: LibGit2.lastMessage)
        }
        return Array(UnsafeRawBufferPointer(start: result.ptr, count: result.len))
    }

    private static func withInput(
        _ bytes: [UInt8], body: (UnsafePointer<git_merge_file_input>) -> Int32
    ) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var input = git_merge_file_input()
            git_merge_file_input_init(&input, UInt32(GIT_MERGE_FILE_INPUT_VERSION))
            input.ptr = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            input.size = buffer.count
            return body(&input)
        }
    }

    private enum Part { case agreed, ours, base, theirs }

    private static func chunks(_ bytes: [UInt8], size: Int) -> [Chunk] {
        var chunks: [Chunk] = []
        var texts: [Part: [UInt8]] = [:]
        var part = Part.agreed
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
            let line = rest[..<end]
            rest = rest[end...]
            let marker =
                line.prefix(size).count == size && line.prefix(size).allSatisfy { $0 == line.first } ? line.first : nil
            switch (marker, part) {
            case (UInt8(ascii: "<"), .agreed):
                if let agreed = texts[.agreed] { chunks.append(.agreed(agreed)) }
                texts = [:]
                part = .ours
            case (UInt8(ascii: "|"), .ours): part = .base
            case (UInt8(ascii: "="), .ours), (UInt8(ascii: "="), .base): part = .theirs
            case (UInt8(ascii: ">"), .theirs):
                chunks.append(
                    .conflict(base: texts[.base] ?? [], ours: texts[.ours] ?? [], theirs: texts[.theirs] ?? []))
                texts = [:]
                part = .agreed
            default: texts[part, default: []] += line
            }
        }
        if let agreed = texts[.agreed] { chunks.append(.agreed(agreed)) }
        return chunks
    }
}
