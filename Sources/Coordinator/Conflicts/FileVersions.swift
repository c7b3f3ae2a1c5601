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
                try SyntaxFile(base, language, grammars), try SyntaxFile(ours, language, grammars),
                try SyntaxFile(theirs, language, grammars)
            )
        }
    }

    /// As git judges it: a NUL among the first bytes.
    var isBinary: Bool { [base, ours, theirs].contains { $0.prefix(8_000).contains(0) } }

    /// Whether blanks at the beginning of a line have a meaning, as far as is known.
    var indentationMatters: Bool {
        guard let language = Language(path: stages.path) else { return true }
        return language == .python
    }
}

/// Comparing texts by what is not blank.
enum Blanks {
    /// The text with every run of blanks as one space, and none at the ends of lines or of the text.
    /// - Parameter keepsIndentation: then lines and what they begin with stay as they are.
    static func collapsed(_ bytes: [UInt8], keepsIndentation: Bool) -> [UInt8] {
        guard keepsIndentation else {
            return Array(bytes.split(whereSeparator: isBlank).joined(separator: [0x20]))
        }
        let lines = bytes.split(separator: 0x0A).filter { !$0.allSatisfy(isBlank) }.map { line -> [UInt8] in
            let indentation = line.prefix(while: isBlank)
            let words = line.dropFirst(indentation.count).split(whereSeparator: isBlank)
            return Array(indentation) + Array(words.joined(separator: [0x20]))
        }
        return Array(lines.joined(separator: [0x0A]))
    }

    static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
