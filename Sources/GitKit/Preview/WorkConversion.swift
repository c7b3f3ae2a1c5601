internal import Files
internal import HookCore

/// The circumstances, besides their bytes, on which it depends how git would store the changed files of one worktree.
enum WorkConversion {
    /// Returns a text that changes whenever git might store other objects for the same files. It depends on HEAD, the
    /// settings, the attributes on the way to the files, and the index's entries for them (existing line ends in the
    /// index are kept: gitattributes(5), "text").
    /// - Parameter paths: the changed files.
    static func circumstances(
        _ paths: [PathBytes], status: WorkStatus, settings: PreviewSettings, worktree: String
    ) -> String {
        let plain = "\(status.commit ?? "") \(settings.digest)"
        let attributes = AttributeSources.contents(leadingTo: paths, in: worktree)
        guard settings.convertsEverywhere || !attributes.isEmpty else { return plain }
        let known = status.records.keys.filter { $0.suffix(14).elementsEqual(".gitattributes".utf8) }
        var text: [UInt8] = []
        for (path, content) in attributes { text += path + [0] + Array("\(content.count)\n".utf8) + content }
        for path in Set(known).union(paths).sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            if let record = status.records[path] { text += path + [0] + record + [0] }
        }
        return plain + " " + (ObjectID.ofBlob(text)?.hexadecimal ?? text.display)
    }
}
