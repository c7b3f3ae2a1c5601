/// A file that a task has made, changed or deleted.
struct FileChange: Equatable, Sendable {
    /// The path from the root of the repository. What is no UTF-8 is replaced.
    let path: String
    /// The numbers of lines; nil for a file that is no text.
    let added: Int?
    let removed: Int?
}
