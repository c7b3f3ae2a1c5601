internal import HookCore

/// Takes a line of shell apart into commands, for recognising some of them: quotes, comments, here-documents, substitutions
/// and redirections are understood, nothing is run or expanded. Best effort: what a shell would refuse is read somehow.
///
/// Syntax: POSIX.1-2017, Shell Command Language, and bash's `$'…'`, `<<<`, `&>`, `<(…)`.
struct ShellScanner {
    /// Of substitutions in substitutions.
    private static let deepest = 20
    private static let mostSteps = 2_000

    private let bytes: [UInt8]
    private var place = 0
    private var steps: [ShellStep] = []
    private var words: [CommandWord] = []
    private var word: CommandWord?
    private var next = Role.argument
    private var documents: [HereDocument] = []

    /// What the word is that comes next.
    private enum Role {
        case argument
        /// Of a redirection: no word of the command.
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

    private func isNext(_ byte: UInt8) -> Bool { place < bytes.count && bytes[place] == byte }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard isNext(byte) else { return false }
        place += 1
        return true
    }

    /// Up to the byte that ends a substitution, or to the end.
    private mutating func scan(until end: UInt8?, depth: Int) {
        while place < bytes.count, steps.count < Self.mostSteps {
            let byte = bytes[place]
            place += 1
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
            if place < bytes.count {
                append(bytes[place])
                place += 1
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

    /// `~` alone or before a slash; another user's home is not known.
    private mutating func takeHome() {
        if word == nil { word = CommandWord() }
        if place == bytes.count || "/ \t\n;&|)".utf8.contains(bytes[place]) {
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

    /// To the closing quote; an empty pair is a word, too.
    private mutating func takeQuoted(hasEscapes: Bool) {
        if word == nil { word = CommandWord() }
        while place < bytes.count, !take(UInt8(ascii: "'")) {
            if hasEscapes, isNext(UInt8(ascii: "\\")), place + 1 < bytes.count {
                // What it stands for matters to nobody here but for a quote.
                word?.isUnknown = true
                place += 1
            }
            word?.bytes.append(bytes[place])
            place += 1
        }
    }

    private mutating func takeDoubleQuoted(_ depth: Int) {
        if word == nil { word = CommandWord() }
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return
            case UInt8(ascii: "\\") where place < bytes.count && "$`\"\\\n".utf8.contains(bytes[place]):
                if bytes[place] != 0x0A { word?.bytes.append(bytes[place]) }
                place += 1
            case UInt8(ascii: "$"): takeExpansion(isQuoted: true, depth: depth)
            case UInt8(ascii: "`"): substitute(until: byte, depth: depth)
            default: word?.bytes.append(byte)
            }
        }
    }

    /// What follows a dollar.
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
        while place < bytes.count, open > 0 {
            if isNext(UInt8(ascii: "{")) { open += 1 }
            if isNext(UInt8(ascii: "}")) { open -= 1 }
            place += 1
        }
    }

    /// Of a variable; empty where none begins here.
    private mutating func takeName() -> String {
        let rest = bytes[place...]
        let name = rest.prefix(while: CommandWord.isNameByte)
        guard let first = name.first, !(0x30...0x39).contains(first) else { return "" }
        place += name.count
        return String(decoding: name, as: UTF8.self)
    }

    /// The commands of a substitution come before the one that it stands in.
    private mutating func substitute(until end: UInt8, depth: Int) {
        if word == nil { word = CommandWord() }
        word?.isUnknown = true
        guard depth < Self.deepest else {
            place = bytes.count
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

    /// `scan` ends at the first closing one; those of subshells inside are not it.
    private mutating func scanParentheses(depth: Int) {
        let first = steps.count
        while place < bytes.count {
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
        while place < bytes.count, bytes[place] != 0x0A { place += 1 }
    }

    private mutating func skipDocuments() {
        for document in documents {
            while place < bytes.count {
                let start = place
                skipLine()
                var line = bytes[start..<place]
                if place < bytes.count { place += 1 }
                if document.stripsTabs { line = line.drop { $0 == 0x09 } }
                if line.elementsEqual(document.delimiter) { break }
            }
        }
        documents = []
    }
}
