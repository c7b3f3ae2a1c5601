internal import Exec
internal import Files
internal import GitProgram
internal import HookCore

/// Compares files with the bytes that git would write in their place.
///
/// A file that git calls unchanged equals its blob only after the clean filters. Whatever these leave out or even out
/// exists only in the file.
struct CheckoutComparison {
    let git: Git
    let workTree: String

    /// The limits of one question to git, in files and bytes. Its answer is held in memory.
    private static let batchFiles = 256
    private static let batchBytes: UInt64 = 64 << 20

    private typealias Pair = (entry: IndexEntry, file: WorkTreeFile)

    /// Returns the paths whose file is neither the entry's blob nor a checkout of it. Missing files are not returned.
    /// - Throws: `.unreadableFile`, `.gitFailed`.
    func differing(_ entries: [IndexEntry]) throws(ParallelError) -> [PathBytes] {
        var pairs: [Pair] = []
        for entry in entries {
            if let file = try WorkTreeFile.find(entry.path, in: workTree) { pairs.append((entry, file)) }
        }
        pairs = try withoutPointers(pairs)
        guard !pairs.isEmpty else { return [] }
        let ids = try BlobWriter(git: git, workTree: workTree, stores: false).write(pairs.map(\.file))
        let changed = zip(pairs, ids).filter { $0.entry.id != $1 }.map { $0.0 }
        // Only regular files are converted. git takes one path per line, without leading blanks.
        let convertible = changed.filter { pair in
            !pair.file.isLink && !pair.entry.path.contains(0x0A) && ![0x20, 0x09].contains(pair.entry.path[0])
        }
        let same = try checkedOut(convertible)
        return changed.map(\.entry.path).filter { !same.contains($0) }
    }

    /// Leaves out the files of Git LFS. Their blobs are pointers that name a file by a strong checksum, which git has
    /// compared. Such a file is in LFS's own store, and may be large.
    private func withoutPointers(_ pairs: [Pair]) throws(ParallelError) -> [Pair] {
        let ids = Array(Set(pairs.map(\.entry.id)))
        guard !ids.isEmpty else { return [] }
        let sizes = try git.run(
            ["cat-file", "--batch-check=%(objectname) %(objectsize)"],
            input: Array(ids.map { $0 + "\n" }.joined().utf8))
        let small = sizes.text.split(separator: "\n").filter { line in
            line.split(separator: " ").last.flatMap { Int($0) }.map { (1...512).contains($0) } ?? false
        }.map { String($0.prefix { $0 != " " }) }
        guard !small.isEmpty else { return pairs }
        let answer = try git.run(
            ["cat-file", "--batch", "--buffer"], input: Array(small.map { $0 + "\n" }.joined().utf8))
        var reader = BatchReader(answer.output)
        var pointed: [String: UInt64] = [:]
        for id in small { pointed[id] = reader.next().flatMap(Self.pointedSize) }
        return pairs.filter { pointed[$0.entry.id] != $0.file.size }
    }

    /// Returns the size that a pointer of Git LFS names; nil for any other blob.
    private static func pointedSize(_ blob: [UInt8]) -> UInt64? {
        let lines = blob.display.split(separator: "\n")
        guard lines.first == "version https://git-lfs.github.com/spec/v1",
            lines.contains(where: { $0.hasPrefix("oid sha256:") && $0.utf8.count == 75 })
        else { return nil }
        return lines.first { $0.hasPrefix("size ") }.flatMap { UInt64($0.dropFirst(5)) }
    }

    /// Returns the paths whose files equal what a checkout would write now.
    private func checkedOut(_ pairs: [Pair]) throws(ParallelError) -> Set<PathBytes> {
        var same: Set<PathBytes> = []
        var rest = pairs[...]
        while let first = rest.first {
            var batch = [first]
            var bytes = first.file.size
            for pair in rest.dropFirst() where batch.count < Self.batchFiles && bytes < Self.batchBytes {
                bytes += pair.file.size
                batch.append(pair)
            }
            rest = rest.dropFirst(batch.count)
            for (pair, content) in zip(batch, try checkouts(of: batch)) where pair.file.bytes(in: workTree) == content {
                same.insert(pair.entry.path)
            }
        }
        return same
    }

    /// Returns the contents that git would write, up to the point where git's answer ends: it ends early where a filter
    /// fails.
    ///
    /// git names the size of the blob and not of the converted content, so a random word that no file holds separates
    /// the contents.
    private func checkouts(of batch: [Pair]) throws(ParallelError) -> [[UInt8]] {
        let mark = (0..<2).map { _ in String(UInt64.random(in: .min ... .max), radix: 36) }.joined()
        var input: [UInt8] = []
        for pair in batch { input += Array(pair.entry.id.utf8) + [0x20] + pair.entry.path + [0x0A] }
        let answer = try git.result(["cat-file", "--filters", "--batch=\(mark) %(rest)"], input: input).output
        var contents: [[UInt8]] = []
        var position = 0
        for (number, pair) in batch.enumerated() {
            let header = Array(mark.utf8) + [0x20] + pair.entry.path + [0x0A]
            guard answer[position...].starts(with: header) else { break }
            position += header.count
            let next = number + 1 < batch.count ? Array(("\n" + mark).utf8) : []
            guard let end = next.isEmpty ? answer.count - 1 : Self.find(next, in: answer, from: position),
                end >= position
            else { break }
            contents.append(Array(answer[position..<end]))
            position = end + 1
        }
        return contents
    }

    private static func find(_ word: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        var position = start
        while let found = bytes[position...].firstIndex(of: word[0]) {
            if bytes[found...].starts(with: word) { return found }
            position = found + 1
        }
        return nil
    }
}
