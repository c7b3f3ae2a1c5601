internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Writes the files of an index into a working tree that has none yet. Where some cannot be written correctly, it
/// writes the others and names those.
struct IndexCheckout {
    let git: Git
    let workTree: String
    /// The paths that come from elsewhere, or are not wanted.
    let others: Set<PathBytes>
    /// The names of the filters that converted files when the index was saved.
    let formerFilters: Set<String>

    func run() throws(ParallelError) -> RestoreReport {
        let answer = try git.result(["checkout-index", "--all", "--quiet"])
        let isDone = answer.status.isSuccess
        let suspects = try suspects(isDone ? answer : nil)
        if isDone {
            var report = RestoreReport()
            if !suspects.isEmpty { report.unfiltered = try unfiltered(try wantedEntries(), filters: suspects) }
            return report
        }
        return try writeOthers(suspects)
    }

    /// Returns the filters that may not have converted what they should have: git writes a file as it is where a filter
    /// is not set, or fails and is not required.
    /// - Parameter answer: of git, where it has written all files.
    private func suspects(_ answer: CommandResult?) throws(ParallelError) -> Set<String> {
        let hasFailed = answer.map { $0.errorText.contains("filter") } ?? true
        if formerFilters.isEmpty, !hasFailed { return [] }
        let present = try ConversionFilters.writing(git)
        return formerFilters.subtracting(present).union(hasFailed ? present : [])
    }

    /// Writes what can be written where git has stopped at a file.
    private func writeOthers(_ suspects: Set<String>) throws(ParallelError) -> RestoreReport {
        let filters = try ConversionFilters.required(git)
        let wanted = try wantedEntries()
        let lost = try lostBlobs(wanted)
        let rest = wanted.filter { !lost.contains($0.id) }
        // git then writes the content that a failing filter was given.
        let arguments = ["checkout-index", "--force", "--quiet", "-z", "--stdin"]
        let answer = try Self.lenient(git, filters: filters).result(arguments, input: Self.zeroSeparated(rest))
        var report = RestoreReport()
        if !answer.status.isSuccess {
            let unwritten = rest.filter { $0.mode != "160000" && !isFile($0.path) }
            // One file may have no place; of many, or of none, git knows the reason.
            guard (1...16).contains(unwritten.count) else { throw git.failure(arguments, result: answer) }
            report.blocked = unwritten.map { "\($0.path.display) (git could not write it; \($0.id))" }
        }
        report.missing = wanted.filter { lost.contains($0.id) }.map(\.path)
        report.unfiltered = try unfiltered(rest, filters: filters.union(suspects))
        return report
    }

    /// Writes files that a skip-worktree flag leaves out.
    static func show(_ paths: [PathBytes], with git: Git) throws(ParallelError) {
        if paths.isEmpty { return }
        // A file that cannot be written is missing, as it would be after a checkout.
        _ = try git.result(
            ["checkout-index", "--force", "--quiet", "--ignore-skip-worktree-bits", "-z", "--stdin"],
            input: paths.flatMap { $0 + [0] })
    }

    /// Renews what the index has of its files. Status 1 says that some files differ from the index, as they did when
    /// they were saved. A filter that cannot run must not stop git.
    static func refresh(_ git: Git) throws(ParallelError) {
        let git = git.with(["GIT_OPTIONAL_LOCKS": "1"])
        let arguments = ["update-index", "-q", "--refresh"]
        let first = try git.result(arguments)
        if case .exited(let code) = first.status, [0, 1].contains(code) { return }
        try lenient(git, filters: ConversionFilters.required(git)).run(arguments, statuses: [0, 1])
    }

    private static func lenient(_ git: Git, filters: Set<String>) -> Git {
        filters.reduce(git) { $0.setting("filter.\($1).required", value: "false") }
    }

    private func isFile(_ path: PathBytes) -> Bool {
        var status = stat()
        return lstat(path.absolute(in: workTree), &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    private static func zeroSeparated(_ entries: [IndexEntry]) -> [UInt8] {
        entries.flatMap { (entry: IndexEntry) -> [UInt8] in entry.path + [0] }
    }

    private func wantedEntries() throws(ParallelError) -> [IndexEntry] {
        let tags = try git.run(["ls-files", "-t", "-z"])
        let skipped = ZeroSeparated.fields(tags.output).filter { $0.first == UInt8(ascii: "S") }
        let unwanted = others.union(skipped.map { Array($0.dropFirst(2)) })
        return try IndexEntry.list(git).filter { $0.stage == 0 && !unwanted.contains($0.path) }
    }

    private func lostBlobs(_ entries: [IndexEntry]) throws(ParallelError) -> Set<String> {
        let ids = Set(entries.filter { $0.mode != "160000" }.map(\.id))
        let input = Array(ids.sorted().map { $0 + "\n" }.joined().utf8)
        let answer = try git.withoutFetching.run(["cat-file", "--batch-check"], input: input)
        let lines = answer.text.split(separator: "\n").filter { $0.hasSuffix(" missing") }
        return Set(lines.map { String($0.dropLast(" missing".count)) })
    }

    /// Returns the files that have one of these filters and lie there as their blobs.
    private func unfiltered(_ entries: [IndexEntry], filters: Set<String>) throws(ParallelError) -> [PathBytes] {
        if filters.isEmpty { return [] }
        let names = Self.zeroSeparated(entries)
        let answer = try git.run(["check-attr", "-z", "--stdin", "filter"], input: names)
        let fields = ZeroSeparated.fields(answer.output).map(Array.init)
        var filtered: Set<PathBytes> = []
        for index in stride(from: 0, to: fields.count - 2, by: 3)
        where filters.contains(String(decoding: fields[index + 2], as: UTF8.self)) {
            filtered.insert(fields[index])
        }
        let candidates = entries.filter { filtered.contains($0.path) && $0.mode.hasPrefix("100") }
        let blobs = try git.blobs(Set(candidates.map(\.id)), maxBytes: .max)
        return candidates.filter { entry in
            entry.path.absolute(in: workTree).withUnsafeBufferPointer { path in
                path.baseAddress.flatMap { WholeFile.read($0) } == blobs[entry.id]
            }
        }.map(\.path)
    }
}
