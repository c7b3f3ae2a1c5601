internal import Coordinator
internal import GitKit
internal import HookCore
internal import Syntax

/// The three versions of a file in conflict, as text and, if possible, as syntax trees.
struct FileVersions {
    let stages: MergeStages
    /// The base; empty when both sides added the file.
    let base: [UInt8]
    let ours: [UInt8]
    let theirs: [UInt8]
    /// Base, ours and theirs as trees, or the reason why they cannot be parsed.
    let trees: Result<(base: SyntaxFile, ours: SyntaxFile, theirs: SyntaxFile), SyntaxFailure>

    init(_ stages: MergeStages, base: [UInt8], ours: [UInt8], theirs: [UInt8], grammars: Grammars) {
        self.stages = stages
        self.base = base
        self.ours = ours
        self.theirs = theirs
        let language = Language(path: stages.path)
        trees = Result { () throws(SyntaxFailure) in
            (
                try SyntaxFile(base, language: language, with: grammars),
                try SyntaxFile(ours, language: language, with: grammars),
                try SyntaxFile(theirs, language: language, with: grammars)
            )
        }
    }

    /// Whether git treats a version as binary: there is a NUL among its first bytes.
    var isBinary: Bool { [base, ours, theirs].contains { $0.prefix(8_000).contains(0) } }
}

/// Compares texts by their characters that are not blank.
enum Blanks {
    /// Returns the text without spaces, tabs and carriage returns at the ends of its lines.
    static func withoutLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            var line = line
            while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
            return line
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    /// Returns the text without any blanks. Equal results only show where a closer look is useful.
    static func removed(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { !isBlank($0) } }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
