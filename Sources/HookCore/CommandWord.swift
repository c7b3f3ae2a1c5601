/// One word of a shell command, as far as it can be known without running it.
struct CommandWord: Hashable, Sendable {
    /// Quotes and escapes taken away.
    var bytes: [UInt8] = []
    /// False where the shell would put something else in place of a part of it: a variable, a substitution, a home.
    var isCertain = true

    var text: String { String(decoding: bytes, as: UTF8.self) }
}
