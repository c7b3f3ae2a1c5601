package import HookCore

/// The request of a starting claude for a directory.
package struct RegisterRequest: Sendable {
    /// The conversation that the session goes on with.
    package enum Conversation: Equatable, Sendable {
        case new
        /// The conversation with this Claude session id.
        case resume(String)
        /// The latest conversation that ended in this checkout.
        case latest
    }

    /// The directory in which the user started claude.
    package var directory: String
    /// The process of the session, usually the runner.
    package var process: ProcessIdentity
    /// The way in which the session was started.
    package var kind: Session.Kind
    /// The name that the user gave; nil for none.
    package var name: String?
    /// Whether the user wants a second session in this checkout.
    package var here: Bool
    /// The conversation that the session goes on with.
    package var conversation: Conversation

    /// Makes a request; by default for a new conversation of a wrapped session.
    package init(
        directory: String, process: ProcessIdentity, kind: Session.Kind = .wrapped, name: String? = nil,
        here: Bool = false, conversation: Conversation = .new
    ) {
        self.directory = directory
        self.process = process
        self.kind = kind
        self.name = name
        self.here = here
        self.conversation = conversation
    }
}
