internal import CommandLineKit

/// A session's name in a form that can be shown everywhere. Claude keeps the typed name, and no session fails to start
/// because of its name.
package struct SessionName {
    /// The most Unicode scalars of a name.
    static let longest = 200

    /// The name; nil when no character of it can be shown.
    package let text: String?
    /// A note for the user on what was changed; nil when nothing was.
    package let notice: String?

    /// Replaces control characters by spaces, and cuts the rest to `longest`.
    package init(_ typed: String) {
        let parts = typed.unicodeScalars.split { String($0).displayable != String($0) }.map { String($0) }
        let plain = parts.joined(separator: " ")
        let fitting = String(String.UnicodeScalarView(plain.unicodeScalars.prefix(Self.longest)))
        text = fitting.isEmpty ? nil : fitting
        switch (plain == typed, fitting == plain) {
        case (true, true): notice = nil
        case (false, true): notice = "control characters were taken out of the session's name"
        default: notice = "the session's name was cut to \(Self.longest) characters"
        }
    }
}
