internal import Files
internal import HookCore

/// What decides, beside their bytes, what git would store of the changed files of one worktree.
enum WorkConversion {
    /// Changes whenever git might store other objects for the same files: HEAD, settings, attributes that lie on the way to
    /// the files, and what the index has there (line ends that it has already are kept: gitattributes(5), "text").
    /// - Parameter paths: the files.
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
