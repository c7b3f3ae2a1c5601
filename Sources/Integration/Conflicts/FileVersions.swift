internal import Coordinator
internal import GitKit
internal import HookCore
internal import Syntax

/// The three versions of a file in conflict, as text and, where that is possible, as syntax trees.
struct FileVersions {
    let stages: MergeStages
    /// Empty where both sides added it.
    let base: [UInt8]
    let ours: [UInt8]
    let theirs: [UInt8]
    /// Base, ours and theirs as trees; or why not.
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

    /// As git judges it: a NUL among the first bytes.
    var isBinary: Bool { [base, ours, theirs].contains { $0.prefix(8_000).contains(0) } }
}

/// Comparing texts by what is not blank.
enum Blanks {
    /// The text with nothing blank at the ends of its lines: spaces, tabs, carriage returns.
    static func withoutLineEnds(_ bytes: [UInt8]) -> [UInt8] {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            var line = line
            while let last = line.last, last == 0x20 || last == 0x09 || last == 0x0D { line.removeLast() }
            return line
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    /// The text without any blank: says only where it is worth to look closer.
    static func removed(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { !isBlank($0) } }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
