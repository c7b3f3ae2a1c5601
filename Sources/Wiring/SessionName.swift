internal import CommandLineKit

/// A session's name, made fit to be shown everywhere. Claude keeps the one that was typed; nobody's session fails to
/// start because of its name.
package struct SessionName {
    /// In Unicode scalars.
    static let longest = 200

    /// nil when nothing is left of it.
    package let text: String?
    /// What was changed, for the user; nil when nothing was.
    package let notice: String?

    /// What a terminal would obey becomes a space, and the rest is cut to `longest`.
    package init(_ typed: String) {
        let words = typed.unicodeScalars.split { String($0).displayable != String($0) }.map { String($0) }
        let plain = words.joined(separator: " ")
        let fitting = String(String.UnicodeScalarView(plain.unicodeScalars.prefix(Self.longest)))
        text = fitting.isEmpty ? nil : fitting
        switch (plain == typed, fitting == plain) {
        case (true, true): notice = nil
        case (false, true): notice = "control characters were taken out of the session's name"
        default: notice = "the session's name was cut to \(Self.longest) characters"
        }
    }
}
