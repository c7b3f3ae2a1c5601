internal import HookCore

/// A word of a shell command, as far as it can be known without running the command.
struct CommandWord: Hashable, Sendable {
    /// A variable whose value is a part of the word.
    struct Variable: Hashable, Sendable {
        let name: String
        /// The position in `bytes`.
        let offset: Int
        /// Whether the variable is quoted: the shell does not split its value then.
        let isQuoted: Bool
    }

    /// The word without quotes and escapes.
    var bytes: [UInt8] = []
    /// Whether the shell would replace a part that we cannot know: the output of a command, another user's home.
    var isUnknown = false
    /// The variables in the order in which they stand in the word.
    private(set) var variables: [Variable] = []
    /// Whether the word may match names of files: it has `*`, `?` or `[` without quotes.
    var isPattern = false
    /// Whether the word may stand for several words: it has `{a,b}` without quotes.
    var hasBraces = false

    /// False where a part of the word is not known.
    var isCertain: Bool { !isUnknown && variables.isEmpty }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte)
    }

    mutating func insert(variable name: String, isQuoted: Bool) {
        variables.append(Variable(name: name, offset: bytes.count, isQuoted: isQuoted))
    }

    /// The name and the value of an assignment; nil for any other word.
    var assignment: (name: String, value: CommandWord)? {
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")), equals > 0,
            bytes[..<equals].allSatisfy(Self.isNameByte), variables.allSatisfy({ $0.offset > equals })
        else { return nil }
        return (String(decoding: bytes[..<equals], as: UTF8.self), droppingFirst(equals + 1))
    }

    /// Returns the word without its first bytes, in which no variable may be.
    func droppingFirst(_ count: Int) -> CommandWord {
        var rest = self
        rest.bytes.removeFirst(count)
        rest.variables = variables.map { Variable(name: $0.name, offset: $0.offset - count, isQuoted: $0.isQuoted) }
        return rest
    }

    /// Returns the words that come of it when known values are put in and braces are taken apart.
    func expanded(_ values: [String: CommandWord]) -> [CommandWord] {
        if let only = variables.first, bytes.isEmpty, variables.count == 1, !only.isQuoted,
            let value = values[only.name],
            value.isCertain
        {
            // The shell splits the value of a variable without quotes.
            return value.bytes.split { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A }.map { part in
                var word = value
                word.bytes = Array(part)
                return word
            }
        }
        return filled(values).withoutBraces
    }

    private func filled(_ values: [String: CommandWord]) -> CommandWord {
        guard !variables.isEmpty else { return self }
        var word = CommandWord(isUnknown: isUnknown, isPattern: isPattern, hasBraces: hasBraces)
        var end = 0
        for variable in variables {
            word.bytes += bytes[end..<variable.offset]
            end = variable.offset
            guard let value = values[variable.name], value.isCertain else {
                word.isUnknown = true
                continue
            }
            word.bytes += value.bytes
            // A pattern stays a pattern even in quotes: the value of a loop's variable is a pattern whose names the
            // shell knows by then.
            word.isPattern = word.isPattern || value.isPattern
        }
        word.bytes += bytes[end...]
        return word
    }

    private static let mostAlternatives = 64

    /// The words that braces stand for: `a{b,c}` is `ab` and `ac`.
    private var withoutBraces: [CommandWord] {
        guard hasBraces else { return [self] }
        var open = [bytes]
        var done: [[UInt8]] = []
        while let text = open.popLast() {
            let parts = Self.alternatives(text)
            if parts.isEmpty || open.count + done.count > Self.mostAlternatives {
                done.append(text)
            } else {
                open += parts
            }
        }
        return done.map { text in
            var word = self
            (word.bytes, word.hasBraces) = (text, false)
            return word
        }
    }

    /// The alternatives of the first group that has no other group inside; empty where there is none.
    private static func alternatives(_ text: [UInt8]) -> [[UInt8]] {
        guard let end = text.firstIndex(of: UInt8(ascii: "}")),
            let start = text[..<end].lastIndex(of: UInt8(ascii: "{")), text[start..<end].contains(UInt8(ascii: ","))
        else { return [] }
        let parts = text[(start + 1)..<end].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        return parts.map { Array(text[..<start] + $0 + text[(end + 1)...]) }
    }
}
