internal import CLibGit2
internal import Exec
internal import Files
package import GitProgram
package import HookCore

/// Previews of merges in one repository. Keeps the objects that it has read as long as it lives. Use it on one thread.
///
/// Changed paths come first: sides that touch different files do not conflict. Where they meet in text, the text is
/// merged in memory as git would. `git merge-tree` is asked about everything else. In each case the answer is that of
/// `git merge-tree` on commits of the same states.
package final class MergePreviews {
    private(set) var settings: PreviewSettings
    /// The folder of the objects that only previews need.
    package let scratch: ScratchObjects
    /// A git in the checkout whose attributes decide how files are merged.
    package let git: Git
    /// The objects of the repository; nil where only git reads the repository correctly.
    private(set) var store: ObjectStore?
    private let commonDirectory: String
    private var trees: [String: String] = [:]
    private var bases: [[String]: [String]] = [:]
    private var differences: [[String]: SideChanges] = [:]
    private var texts = TextPreviews()
    private var commits: [String: String] = [:]
    /// Whether git merges the file at a path as it does by default.
    private var plainPaths: [PathBytes: Bool] = [:]

    /// Prepares previews in one repository.
    /// - Parameters:
    ///   - git: a git in the checkout where `git merge-tree` would be run.
    ///   - commonDirectory: the common git directory of the repository.
    /// - Throws: `.gitFailed`.
    package init(_ git: Git, commonDirectory: String, scratch: ScratchObjects) throws(ParallelError) {
        self.git = git
        self.scratch = scratch
        self.commonDirectory = commonDirectory
        settings = try PreviewSettings(git, commonDirectory: commonDirectory)
        store = Self.store(settings, commonDirectory: commonDirectory, scratch: scratch)
    }

    private static func store(
        _ settings: PreviewSettings, commonDirectory: String, scratch: ScratchObjects
    ) -> ObjectStore? {
        settings.suitsLibGit2 ? ObjectStore(commonDirectory, scratch: scratch.objects) : nil
    }

    /// Reads settings and attributes anew. A caller that previews repeatedly calls it before each preview.
    /// - Returns: whether they have changed, so that every state has to be scanned again.
    /// - Throws: `.gitFailed`.
    package func renew() throws(ParallelError) -> Bool {
        plainPaths = [:]
        let new = try PreviewSettings(git, commonDirectory: commonDirectory)
        guard new != settings else { return false }
        settings = new
        store = Self.store(new, commonDirectory: commonDirectory, scratch: scratch)
        trees = [:]
        bases = [:]
        differences = [:]
        texts = TextPreviews()
        commits = [:]
        return true
    }

    /// Returns the best common ancestors of two commits, sorted; none for unrelated histories.
    package func mergeBases(one: String, other: String) throws(ParallelError) -> [String] {
        if one == other { return [one] }
        let key = [one, other].sorted()
        if let known = bases[key] { return known }
        let found = try findBases(one: one, other: other)
        bases[key] = found
        return found
    }

    private func findBases(one: String, other: String) throws(ParallelError) -> [String] {
        if let store, let first = ObjectID(one), let second = ObjectID(other),
            let found = try? store.mergeBases(one: first, other: second)
        {
            return found.map(\.hexadecimal).sorted()
        }
        let answer = try git.run(["merge-base", "--all", one, other], statuses: [0, 1])
        return answer.text.split(separator: "\n").map(String.init).sorted()
    }

    /// Returns a short text of everything that the answer about two states depends on. Answers can be stored under it
    /// from run to run.
    package func key(ours: WorkState, theirs: WorkState) throws(ParallelError) -> String {
        let bases = try mergeBases(one: ours.commit, other: theirs.commit)
        let parts = [settings.digest] + bases + ["", try key(ours), try key(theirs)]
        return ObjectID.ofBlob(Array(parts.joined(separator: "\n").utf8))?.hexadecimal ?? parts.joined(separator: "\n")
    }

    func key(_ state: WorkState) throws(ParallelError) -> String { state.key(tree: try tree(of: state.commit)) }

    func tree(of commit: String) throws(ParallelError) -> String {
        if let known = trees[commit] { return known }
        let question = ["rev-parse", "--verify", "--end-of-options", commit + "^{tree}"]
        let tree = if let stored = storedTree(commit) { stored } else { try git.line(question) }
        trees[commit] = tree
        return tree
    }

    private func storedTree(_ commit: String) -> String? {
        guard let store, let id = ObjectID(commit), let bytes = try? store.read(id, kind: .commit) else { return nil }
        return CommitObject(bytes)?.tree.hexadecimal
    }

    /// Returns one answer for each pair, in order.
    package func preview(_ pairs: [(ours: WorkState, theirs: WorkState)]) -> [PairPreview] {
        var answers = [PairPreview?](repeating: nil, count: pairs.count)
        var meetings: [Int: [MeetingFile]] = [:]
        compareSides(pairs)
        for (index, pair) in pairs.enumerated() {
            do throws(ParallelError) {
                switch try shape(ours: pair.ours, theirs: pair.theirs) {
                case .apart: answers[index] = .clean
                case .meetsIn(let files): meetings[index] = files
                case .intricate: break
                }
            } catch {
                answers[index] = .error(error)
            }
        }
        let plain = plain(Set(meetings.values.joined().map(\.path)))
        for (index, files) in meetings where files.allSatisfy({ plain.contains($0.path) }) {
            answers[index] = merge(files, pair: pairs[index])
        }
        askProgram(pairs, into: &answers)
        return answers.map { $0 ?? .error(Self.noAnswer) }
    }

    /// Returns the shape of a merge by its changed paths.
    /// - Throws: `.gitFailed` for unrelated histories, which git refuses to merge.
    private func shape(ours: WorkState, theirs: WorkState) throws(ParallelError) -> PairShape {
        let bases = try mergeBases(one: ours.commit, other: theirs.commit)
        guard let base = bases.first else {
            throw Self.failure("refusing to merge unrelated histories")
        }
        guard bases.count == 1, let store else { return .intricate }
        guard let mine = try? changes(base, state: ours, store: store),
            let other = try? changes(base, state: theirs, store: store)
        else {
            return .intricate
        }
        return PairShape(ours: mine, theirs: other)
    }

    /// Returns the changes of a state against a base.
    private func changes(
        _ base: String, state: WorkState, store: ObjectStore
    ) throws(ParallelError) -> SideChanges {
        let side = try side(base, state: state)
        if let known = differences[side.key] { return known }
        let found = try side.changes(store)
        differences[side.key] = found
        return found
    }

    private func side(_ base: String, state: WorkState) throws(ParallelError) -> MergeSide {
        let from = try tree(of: base)
        guard let old = ObjectID(from), let new = ObjectID(try tree(of: state.commit)) else {
            throw Self.failure("an id is none")
        }
        return MergeSide(key: [from, try key(state)], base: old, tree: new, state: state)
    }

    /// Computes the changes of the sides against their bases ahead, two at a time: nearly all of the work is reading
    /// trees. A side that fails is left out here, and fails again when it is asked for.
    private func compareSides(_ pairs: [(ours: WorkState, theirs: WorkState)]) {
        guard store != nil else { return }
        // In a watch that runs for days, most of the stored changes are out of date.
        if differences.count > 5_000 { differences = [:] }
        var wanted: [[String]: MergeSide] = [:]
        for pair in pairs {
            guard let bases = try? mergeBases(one: pair.ours.commit, other: pair.theirs.commit), bases.count == 1 else {
                continue
            }
            for state in [pair.ours, pair.theirs] {
                guard let side = try? side(bases[0], state: state), differences[side.key] == nil else { continue }
                wanted[side.key] = side
            }
        }
        // Opening a second store costs more than comparing a few sides.
        guard wanted.count > 3 else { return }
        let sides = Array(wanted.values)
        let (directory, folder) = (commonDirectory, scratch.objects)
        let found = concurrentMap(sides, workers: 2) {
            let store = ObjectStore(directory, scratch: folder)
            return { side in store.flatMap { try? side.changes($0) } }
        }
        for (side, changes) in zip(sides, found) { differences[side.key] = changes }
    }

    private func merge(_ files: [MeetingFile], pair: (ours: WorkState, theirs: WorkState)) -> PairPreview? {
        var conflicts: [ConflictFile] = []
        for file in files {
            switch outcome(file, pair: pair) {
            case .clean: continue
            case .conflict:
                conflicts.append(ConflictFile(file.stages, kind: file.isAddition ? "add/add" : "content"))
            case .binary: conflicts.append(ConflictFile(file.stages, kind: "binary"))
            case .unsure: return nil
            }
        }
        if conflicts.isEmpty { return .clean }
        return .conflict(conflicts.sorted { $0.path.lexicographicallyPrecedes($1.path) })
    }

    /// Returns the outcome of merging one text. Unsure also where a text cannot be read: git then says why.
    private func outcome(_ file: MeetingFile, pair: (ours: WorkState, theirs: WorkState)) -> TextPreview.Outcome {
        let outcome = try? texts.outcome(
            file,
            base: { () throws(ParallelError) in if let base = file.base { try text(base, state: nil) } else { [] } },
            ours: { () throws(ParallelError) in try text(file.ours, state: pair.ours) },
            theirs: { () throws(ParallelError) in try text(file.theirs, state: pair.theirs) })
        return outcome ?? .unsure
    }

    /// Returns the uncommitted content in a worktree that has this id; nil where no file has it any more, and for more
    /// bytes than texts are merged of here.
    /// - Throws: `.unreadableFile`.
    package func uncommitted(_ id: String, in state: WorkState) throws(ParallelError) -> [UInt8]? {
        guard let worktree = state.worktree, let change = state.changes.first(where: { $0.content?.id == id }),
            let bytes = try StableFile.bytes(change.path, in: worktree), ObjectID.ofBlob(bytes)?.hexadecimal == id
        else { return nil }
        return bytes
    }

    private func text(_ id: ObjectID, state: WorkState?) throws(ParallelError) -> [UInt8] {
        guard let store else { throw Self.failure("no store") }
        if let state, let bytes = try uncommitted(id.hexadecimal, in: state) { return bytes }
        guard try store.size(id) <= TextPreview.mostBytes else { throw Self.failure("too large") }
        return try store.read(id, kind: .blob)
    }

    /// Returns the paths that git merges as it does by default, whatever attributes are set.
    private func plain(_ paths: Set<PathBytes>) -> Set<PathBytes> {
        guard settings.mergesPlainly else { return [] }
        let unknown = paths.filter { plainPaths[$0] == nil }
        if !unknown.isEmpty {
            let input: [UInt8] = unknown.flatMap { path -> [UInt8] in path + [0] }
            // Where git cannot tell, it is asked to merge.
            guard let answer = try? git.run(["check-attr", "-z", "--stdin", "merge"], input: input) else { return [] }
            let fields = ZeroSeparated.fields(answer.output)
            for start in stride(from: 0, to: fields.count - 2, by: 3) {
                plainPaths[Array(fields[start])] = fields[start + 2].elementsEqual("unspecified".utf8)
            }
        }
        return paths.filter { plainPaths[$0] == true }
    }

    private func askProgram(
        _ pairs: [(ours: WorkState, theirs: WorkState)], into answers: inout [PairPreview?]
    ) {
        var asked: [(index: Int, pair: (ours: String, theirs: String))] = []
        for index in pairs.indices where answers[index] == nil {
            do throws(ParallelError) {
                let ours = try commit(pairs[index].ours)
                let theirs = try commit(pairs[index].theirs)
                asked.append((index, (ours, theirs)))
            } catch {
                answers[index] = .error(error)
            }
        }
        do throws(ParallelError) {
            let found = try MergeTreeProgram(git: scratch.previewing(with: git)).merge(asked.map(\.pair))
            for (question, answer) in zip(asked, found) {
                switch answer {
                case .clean: answers[question.index] = .clean
                case .conflict(let files): answers[question.index] = .conflict(files)
                case .failed(let reason): answers[question.index] = .error(Self.failure(reason))
                }
            }
        } catch {
            for question in asked { answers[question.index] = .error(error) }
        }
    }

    /// Returns a commit of a state: its own, or one in the scratch folder.
    private func commit(_ state: WorkState) throws(ParallelError) -> String {
        guard state.isDirty else { return state.commit }
        let key = try key(state) + " " + state.commit
        if let known = commits[key] { return known }
        let made = try WorkCommit(previews: self, state: state).write()
        commits[key] = made
        return made
    }

    /// The error for a pair without an answer, which should not happen.
    package static var noAnswer: ParallelError { failure("no answer") }

    static func failure(_ reason: String) -> ParallelError {
        ParallelError(.gitFailed, operation: "preview merge", message: "git cannot merge the two", cause: reason)
    }
}
