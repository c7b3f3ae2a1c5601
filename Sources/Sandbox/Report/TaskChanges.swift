internal import GitProgram

/// What a task has changed: how much, and the first of the files.
struct TaskChanges: Equatable, Sendable {
    /// The number of files that are listed at most, because a batch may have many tasks with many files.
    private static let mostListed = 200

    private(set) var files = 0
    private(set) var added = 0
    private(set) var removed = 0
    private(set) var listed: [FileChange] = []

    /// No change.
    init() {}

    /// Reads what `git diff-tree -z --numstat --no-renames` prints.
    init(numstat: [UInt8]) {
        for field in ZeroSeparated.fields(numstat) {
            let columns = field.split(separator: 0x09, maxSplits: 2, omittingEmptySubsequences: false)
            guard columns.count == 3 else { continue }
            let numbers = columns.prefix(2).map { Int(String(decoding: $0, as: UTF8.self)) }
            files += 1
            added += numbers[0] ?? 0
            removed += numbers[1] ?? 0
            if listed.count < Self.mostListed {
                let path = String(decoding: columns[2], as: UTF8.self)
                listed.append(FileChange(path: path, added: numbers[0], removed: numbers[1]))
            }
        }
    }
}
