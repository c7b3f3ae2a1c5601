/// The beginning of what a task has changed, as a patch that people read.
struct TaskDifference: Equatable, Sendable {
    /// Whole lines.
    let text: String
    /// Whether there is more.
    let isCut: Bool

    /// - Parameter patch: the patch, or its beginning.
    /// - Parameter isCut: whether `patch` is the beginning only; its last line may be a part then.
    init(_ patch: [UInt8], isCut: Bool) {
        let end = isCut ? patch.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 : patch.count
        text = String(decoding: patch[..<end], as: UTF8.self)
        self.isCut = isCut
    }
}
