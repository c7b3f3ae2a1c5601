internal import HookCore

/// Takes a line of shell apart into commands, to recognise some of them. It understands quotes, comments,
/// here-documents, substitutions and redirections; it runs and expands nothing. Best effort: a line that a shell would
/// refuse still gives some commands.
///
/// Syntax: POSIX.1-2017, Shell Command Language, and bash's `$'…'`, `<<<`, `&>`, `<(…)`.
struct ShellScanner {
    /// The deepest nesting of substitutions in substitutions.
    private static let deepest = 20
    private static let mostSteps = 2_000

    private let bytes: [UInt8]
    private var position = 0
    private var steps: [ShellStep] = []
    private var words: [CommandWord] = []
    private var word: CommandWord?
    private var next = Role.argument
    private var documents: [HereDocument] = []

    /// The role of the next word.
    private enum Role {
        case argument
        /// The target of a redirection; it is no word of the command.
        case target
        case delimiter(stripsTabs: Bool)
    }

    private struct HereDocument {
        let delimiter: [UInt8]
        let stripsTabs: Bool
    }

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func steps(of text: some Sequence<UInt8>) -> [ShellStep] {
        var scanner = ShellScanner(Array(text))
        scanner.scan(until: nil, depth: 0)
        return scanner.steps
    }

    private func isNext(_ byte: UInt8) -> Bool { position < bytes.count && bytes[position] == byte }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard isNext(byte) else { return false }
        position += 1
        return true
    }

    /// Scans up to the byte that ends a substitution, or to the end of the line.
    private mutating func scan(until end: UInt8?, depth: Int) {
        while position < bytes.count, steps.count < Self.mostSteps {
            let byte = bytes[position]
            position += 1
            if byte == end { break }
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): endWord()
            case UInt8(ascii: "\n"):
                endCommand()
                skipDocuments()
            case UInt8(ascii: "&") where isNext(UInt8(ascii: ">")): endWord()
            case UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "&"): endCommand()
            case UInt8(ascii: "("), UInt8(ascii: ")"):
                endCommand()
                steps.append(byte == UInt8(ascii: "(") ? .enter : .leave)
            case UInt8(ascii: "#") where word == nil: skipLine()
            case UInt8(ascii: "<"), UInt8(ascii: ">"): redirect(byte, depth: depth)
            default: takePart(byte, depth: depth)
            }
        }
        endCommand()
    }

    // MARK: - Words

    private mutating func takePart(_ byte: UInt8, depth: Int) {
        switch byte {
        case UInt8(ascii: "'"): takeQuoted(hasEscapes: false)
        case UInt8(ascii: "\""): takeDoubleQuoted(depth)
        case UInt8(ascii: "\\"):
            if take(0x0A) { return }
            if position < bytes.count {
                append(bytes[position])
                position += 1
            }
        case UInt8(ascii: "$"): takeExpansion(isQuoted: false, depth: depth)
        case UInt8(ascii: "`"): substitute(until: byte, depth: depth)
        case UInt8(ascii: "~") where word == nil || word?.bytes.last == UInt8(ascii: "="): takeHome()
        case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["):
            append(byte)
            word?.isPattern = true
        case UInt8(ascii: "{"):
            append(byte)
            word?.hasBraces = true
        default: append(byte)
        }
    }

    /// Takes `~` alone or before a slash; another user's home is not known.
    private mutating func takeHome() {
        if word == nil { word = CommandWord() }
        if position == bytes.count || "/ \t\n;&|)<>".utf8.contains(bytes[position]) {
            word?.insert(variable: "HOME", isQuoted: true)
        } else {
            append(UInt8(ascii: "~"))
            word?.isUnknown = true
        }
    }

    private mutating func append(_ byte: UInt8) {
        if word == nil { word = CommandWord() }
        word?.bytes.append(byte)
    }

    /// Takes the bytes up to the closing quote; an empty pair of quotes is a word, too.
    private mutating func takeQuoted(hasEscapes: Bool) {
        if word == nil { word = CommandWord() }
        while position < bytes.count, !take(UInt8(ascii: "'")) {
            if hasEscapes, isNext(UInt8(ascii: "\\")), position + 1 < bytes.count {
                // Escapes are not decoded, so the word is unknown; but an escaped quote must not end it.
                word?.isUnknown = true
                position += 1
            }
            word?.bytes.append(bytes[position])
            position += 1
        }
    }

    private mutating func takeDoubleQuoted(_ depth: Int) {
        if word == nil { word = CommandWord() }
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\") where position < bytes.count && "$`\"\\\n".utf8.contains(bytes[position]):
                if bytes[position] != 0x0A { word?.bytes.append(bytes[position]) }
                position += 1
            case UInt8(ascii: "$"): takeExpansion(isQuoted: true, depth: depth)
            case UInt8(ascii: "`"): substitute(until: byte, depth: depth)
            default: word?.bytes.append(byte)
            }
        }
    }

    /// Takes the expansion that follows a dollar sign.
    private mutating func takeExpansion(isQuoted: Bool, depth: Int) {
        if !isQuoted, take(UInt8(ascii: "'")) { return takeQuoted(hasEscapes: true) }
        if !isQuoted, take(UInt8(ascii: "\"")) { return takeDoubleQuoted(depth) }
        if take(UInt8(ascii: "(")) { return substitute(until: UInt8(ascii: ")"), depth: depth) }
        if word == nil { word = CommandWord() }
        let hasBrace = take(UInt8(ascii: "{"))
        let name = takeName()
        if !name.isEmpty, !hasBrace || take(UInt8(ascii: "}")) {
            word?.insert(variable: name, isQuoted: isQuoted)
            return
        }
        word?.bytes.append(UInt8(ascii: "$"))
        word?.isUnknown = true
        guard hasBrace else { return }
        var open = 1
        while position < bytes.count, open > 0 {
            if isNext(UInt8(ascii: "{")) { open += 1 }
            if isNext(UInt8(ascii: "}")) { open -= 1 }
            position += 1
        }
    }

    /// Takes the name of a variable; empty where none begins here.
    private mutating func takeName() -> String {
        let rest = bytes[position...]
        let name = rest.prefix(while: CommandWord.isNameByte)
        guard let first = name.first, !(0x30...0x39).contains(first) else { return "" }
        position += name.count
        return String(decoding: name, as: UTF8.self)
    }

    /// Takes a substitution. Its commands come before the command that contains it.
    private mutating func substitute(until end: UInt8, depth: Int) {
        if word == nil { word = CommandWord() }
        word?.isUnknown = true
        guard depth < Self.deepest else {
            position = bytes.count
            return
        }
        let outer = (words, word, next, documents)
        (words, word, next, documents) = ([], nil, .argument, [])
        steps.append(.enter)
        if end == UInt8(ascii: "`") {
            scan(until: end, depth: depth + 1)
        } else {
            scanParentheses(depth: depth + 1)
        }
        steps.append(.leave)
        (words, word, next, documents) = outer
    }

    /// Scans a substitution in parentheses. `scan` ends at the first closing one, which may belong to a subshell
    /// inside.
    private mutating func scanParentheses(depth: Int) {
        let first = steps.count
        while position < bytes.count {
            scan(until: UInt8(ascii: ")"), depth: depth)
            let opened = steps[first...].count { $0 == .enter }
            let closed = steps[first...].count { $0 == .leave }
            if opened <= closed || steps.count >= Self.mostSteps { return }
            steps.append(.leave)
        }
    }

    private mutating func endWord() {
        guard let ended = word else { return }
        word = nil
        defer { next = .argument }
        switch next {
        case .argument: words.append(ended)
        case .target: break
        case .delimiter(let stripsTabs):
            documents.append(HereDocument(delimiter: ended.bytes, stripsTabs: stripsTabs))
        }
    }

    private mutating func endCommand() {
        endWord()
        next = .argument
        if !words.isEmpty { steps.append(.command(words)) }
        words = []
    }

    // MARK: - What is no command

    private mutating func redirect(_ byte: UInt8, depth: Int) {
        // `2>file`: the number belongs to the redirection.
        if let number = word, number.isCertain, number.bytes.allSatisfy({ (0x30...0x39).contains($0) }) { word = nil }
        endWord()
        if take(UInt8(ascii: "(")) {
            substitute(until: UInt8(ascii: ")"), depth: depth)
            return
        }
        next = .target
        guard byte == UInt8(ascii: "<"), take(UInt8(ascii: "<")) else {
            _ = take(UInt8(ascii: ">")) || take(UInt8(ascii: "|")) || take(UInt8(ascii: "&"))
            return
        }
        if take(UInt8(ascii: "<")) { return }
        next = .delimiter(stripsTabs: take(UInt8(ascii: "-")))
    }

    private mutating func skipLine() {
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
    }

    private mutating func skipDocuments() {
        for document in documents {
            while position < bytes.count {
                let start = position
                skipLine()
                var line = bytes[start..<position]
                if position < bytes.count { position += 1 }
                if document.stripsTabs { line = line.drop { $0 == 0x09 } }
                if line.elementsEqual(document.delimiter) { break }
            }
        }
        documents = []
    }
}
