package import HookCore

/// A claude that is about to start and asks where.
package struct RegisterRequest: Sendable {
    /// Which conversation it will go on with.
    package enum Conversation: Equatable, Sendable {
        case new
        /// A Claude session id.
        case resume(String)
        /// The latest that ended in this checkout.
        case latest
    }

    /// The directory it was started in.
    package var directory: String
    package var process: ProcessIdentity
    package var kind: Session.Kind
    package var name: String?
    /// A deliberate second session in this checkout.
    package var here: Bool
    package var conversation: Conversation

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
