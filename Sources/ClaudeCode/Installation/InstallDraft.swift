internal import Files
internal import HookCore
internal import JSON

/// A plan that is being made: files as they would be after the edits so far.
struct InstallDraft {
    private struct Planned {
        let before: [UInt8]?
        var after: [UInt8]?
        var reasons: [String] = []
        let mode: UInt32
    }

    private static let copySuffix = ".parallel-cc-removed"

    let context: InstallationContext
    var commands: [ExternalCommand] = []
    var notes: [String] = []
    var gitHooks: [GitHookChange] = []
    private var record: InstallationRecord
    private let recordBefore: [UInt8]?
    private var planned: [Name: Planned] = [:]
    private var order: [String] = []

    init(_ context: InstallationContext) throws(ParallelError) {
        self.context = context
        recordBefore = try AtomicFile.read(InstallationRecord.path(in: context.dataDirectory))
        record = InstallationRecord(parsing: recordBefore)
    }

    /// Edits a JSON file. `mode` is for a new one; a file that we made and that becomes empty is deleted.
    mutating func editJSON(
        _ path: String, reason: String,
        edit: (inout JSONDocument, inout ContainerLayouts) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        let content = try open(path, mode: 0o600)
        var document = try JSONDocument(content ?? [], name: path)
        var layouts = record.files[Name(path)]?.layouts ?? ContainerLayouts()
        try edit(&document, &layouts)
        guard document.bytes != content ?? [] else { return }
        let isEmpty = document.isBlank || document.isEmptyContainer(at: [])
        close(path, content: document.bytes, isEmpty: isEmpty, reason: reason)
        record.files[Name(path)]?.layouts = layouts
    }

    /// Keeps a copy of an entry that is to go, in a file of its own beside `path`, because somebody has added to it.
    mutating func keepCopy(of entry: JSONValue, named name: String, beside path: String) throws(ParallelError) {
        let bytes = Array((entry.compactText + "\n").utf8)
        var copy = path + Self.copySuffix
        var number = 1
        while let present = try content(of: copy), present != bytes {
            number += 1
            copy = "\(path)\(Self.copySuffix).\(number)"
        }
        notes.append("\(name) had been added to: a copy of it as it was stays in \(copy)")
        if try content(of: copy) != nil { return }
        let reason = "keep a copy of \(name), to which somebody has added"
        planned[Name(copy)] = Planned(before: nil, after: bytes, reasons: [reason], mode: 0o600)
        order.append(copy)
    }

    /// Edits a text file; a file that we made and that becomes empty is deleted.
    mutating func editText(
        _ path: String, reason: String, edit: ([UInt8]) -> [UInt8]
    ) throws(ParallelError) {
        let content = try open(path, mode: 0o644)
        let edited = edit(content ?? [])
        guard edited != content ?? [] else { return }
        close(path, content: edited, isEmpty: edited.isEmpty, reason: reason)
    }

    /// Removes a file in which nothing of ours is left from the record.
    mutating func forget(_ path: String) {
        record.files[Name(path)] = nil
    }

    /// Records that the settings of a single repository have hooks of ours, or no longer have any.
    mutating func noteLocalHooks(in path: String, arePresent: Bool) {
        if arePresent { record.localSettings.insert(Name(path)) } else { record.localSettings.remove(Name(path)) }
    }

    /// The settings of single repositories that have hooks of ours, as far as that was recorded.
    var localSettings: [String] {
        // Older versions did not record this, but they recorded at least the files that they had made.
        let made = record.files.keys.filter { $0.text.hasSuffix(InstallationContext.localSettings) }
        return record.localSettings.union(made).sorted().map(\.text)
    }

    /// Records a folder of git's hooks in which some are ours, or no longer are.
    mutating func noteGitHooks(in folder: String, arePresent: Bool) {
        if arePresent { record.gitHooks.insert(Name(folder)) } else { record.gitHooks.remove(Name(folder)) }
    }

    /// The folders of git's hooks in which some are ours, as far as that was recorded.
    var gitHookFolders: [String] { record.gitHooks.sorted().map(\.text) }

    /// Returns the content of a file after the edits so far.
    func content(of path: String) throws(ParallelError) -> [UInt8]? {
        if let file = planned[Name(path)] { return file.after }
        return try AtomicFile.read(path)
    }

    /// Returns the document of a JSON file after the edits so far.
    func document(of path: String) throws(ParallelError) -> JSONDocument {
        try JSONDocument(try content(of: path) ?? [], name: path)
    }

    /// Returns the finished plan. The record gets its entries before the files change, and loses them after.
    func plan(isRemoval: Bool) -> InstallPlan {
        let changes = order.compactMap(change)
        let recordChange = changeOfRecord.map { [$0] } ?? []
        return InstallPlan(
            files: isRemoval ? changes + recordChange : recordChange + changes, gitHooks: gitHooks,
            isRemoval: isRemoval, commands: commands, notes: notes)
    }

    private mutating func open(_ path: String, mode: UInt32) throws(ParallelError) -> [UInt8]? {
        if let file = planned[Name(path)] { return file.after }
        let content = try AtomicFile.read(path)
        planned[Name(path)] = Planned(before: content, after: content, mode: mode)
        order.append(path)
        return content
    }

    private mutating func close(_ path: String, content: [UInt8], isEmpty: Bool, reason: String) {
        if planned[Name(path)]?.before == nil, record.files[Name(path)] == nil {
            let isFolderCreated = !AtomicFile.exists(FilePath.folder(of: path))
            record.files[Name(path)] = .init(isCreated: true, isFolderCreated: isFolderCreated)
        } else if record.files[Name(path)] == nil {
            record.files[Name(path)] = .init()
        }
        let isCreated = record.files[Name(path)]?.isCreated ?? false
        planned[Name(path)]?.after = isEmpty && isCreated ? nil : content
        planned[Name(path)]?.reasons.append(reason)
    }

    private func change(of path: String) -> FileChange? {
        guard let file = planned[Name(path)], file.before != file.after else { return nil }
        let isFolderOurs = InstallationRecord(parsing: recordBefore).files[Name(path)]?.isFolderCreated ?? false
        return FileChange(
            path: path, before: file.before, after: file.after, reasons: file.reasons, mode: file.mode,
            isFolderOurs: isFolderOurs)
    }

    private var changeOfRecord: FileChange? {
        let isSame = record.content == InstallationRecord(parsing: recordBefore).content
        let after = isSame ? recordBefore : record.content
        guard after != recordBefore else { return nil }
        return FileChange(
            path: InstallationRecord.path(in: context.dataDirectory), before: recordBefore, after: after,
            reasons: ["remember what is needed to undo the installation"], mode: 0o600, isFolderOurs: false)
    }
}
