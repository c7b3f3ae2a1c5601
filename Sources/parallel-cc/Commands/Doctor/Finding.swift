internal import Wiring

/// The result of one check of `doctor`.
struct Finding: Encodable {
    enum Status: String, Encodable {
        case good
        /// Works, but not as it could; or something waits to be dealt with.
        case notice
        /// Does not work.
        case bad
        /// Was bad, and was mended.
        case mended
    }

    let check: String
    let status: Status
    let message: String
    /// The way to deal with it, most often a command.
    @ExplicitNull var remedy: String?

    init(_ check: String, status: Status, message: String, remedy: String? = nil) {
        self.check = check
        self.status = status
        self.message = message
        self.remedy = remedy
    }
}
