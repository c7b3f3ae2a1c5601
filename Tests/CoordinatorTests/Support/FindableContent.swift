import CoordinatorFixtures
import Glibc
import TestSupport

@testable import Coordinator

/// Knows everything that can still be found of a world: files in worktrees and trash, and every blob that a reference,
/// HEAD, index or reflog of any worktree leads to.
struct FindableContent {
    private(set) var contents: Set<String> = []

    /// - Parameter ignored: whether files that git ignores here (`*.log`) count.
    init(_ fixture: CoordinatorFixture, ignored: Bool = true) throws {
        for path in Self.files(below: fixture.gitFixture.directory.path) where ignored || !path.hasSuffix(".log") {
            if let content = Files.read(path) { contents.insert(content) }
        }
        let objects = try fixture.git([
            "rev-list", "--objects", "--no-object-names", "--all", "--reflog", "--indexed-objects",
        ])
        let batch = try fixture.gitFixture.git(["cat-file", "--batch"], input: objects + "\n")
        addBlobs(batch)
    }

    /// What is missing of these.
    func missing(_ wanted: some Sequence<String>) -> [String] { wanted.filter { !contents.contains($0) } }

    /// The contents in these tests are lines of text, so the batch's headers can be told from them.
    private mutating func addBlobs(_ batch: String) {
        var rest = batch.utf8[...]
        while let end = rest.firstIndex(of: 0x0A) {
            let words = String(decoding: rest[..<end], as: UTF8.self).split(separator: " ")
            rest = rest[rest.index(after: end)...]
            guard words.count == 3, let size = Int(words[2]) else { continue }
            let stop = rest.index(rest.startIndex, offsetBy: size, limitedBy: rest.endIndex) ?? rest.endIndex
            if words[1] == "blob" { contents.insert(String(decoding: rest[..<stop], as: UTF8.self)) }
            rest = stop == rest.endIndex ? rest[stop...] : rest[rest.index(after: stop)...]
        }
    }

    /// Regular files, git's own stores left out.
    private static func files(below directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if [".", "..", ".git", "home", "data"].contains(name) { continue }
            let path = directory + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { found += files(below: path) }
            if status.st_mode & S_IFMT == S_IFREG { found.append(path) }
        }
        return found
    }
}
