internal import Exec
internal import GitProgram
internal import HookCore

/// git's configuration in one worktree, from all of its sources.
struct GitSettings {
    /// The last value of each key. Keys are in git's canonical form. A key without a value means true.
    private var values: [String: String] = [:]

    /// A configuration in which nothing is set.
    init() {}

    init(_ git: Git) throws(ParallelError) {
        for field in ZeroSeparated.fields(try git.run(["config", "--list", "-z"]).output) {
            let text = String(decoding: field, as: UTF8.self)
            let end = text.firstIndex(of: "\n") ?? text.endIndex
            values[String(text[..<end])] = end == text.endIndex ? "true" : String(text[text.index(after: end)...])
        }
    }

    /// The reason why this configuration forbids copying; nil when it does not. Other conversions are found path by
    /// path (`ConvertedPaths`).
    var copyObstacle: String? {
        if isTrue("core.sparsecheckout") { return "sparse checkout" }
        if isTrue("core.autocrlf") { return "core.autocrlf" }
        if values["core.eol"]?.lowercased() == "crlf" { return "core.eol" }
        if !isTrue("core.symlinks", default: true) { return "core.symlinks" }
        return nil
    }

    /// The value of `core.attributesFile`, if set.
    var attributesFile: String? { values["core.attributesfile"] }

    /// The value of `core.hooksPath`, if set.
    var hooksPath: String? { values["core.hookspath"] }

    /// Returns git with two checkout workers, unless the user has set a number. They are faster than git's default of
    /// one.
    func withWorkers(_ git: Git) -> Git {
        values["checkout.workers"] == nil ? git.setting("checkout.workers", value: "2") : git
    }

    /// Returns the last value of a key in canonical form; nil where it is not set.
    func value(_ key: String) -> String? { values[key] }

    /// Returns all wanted keys with their values, in the form `KEY=VALUE`, sorted.
    func list(_ isWanted: (_ key: String) -> Bool) -> [String] {
        values.filter { isWanted($0.key) }.map { "\($0.key)=\($0.value)" }.sorted()
    }

    /// Whether merging files may start programs of the user's: merge drivers, and filters where contents are normalized
    /// first (gitattributes(5), "Defining a custom merge driver"; git-merge, `renormalize`).
    var mergingStartsPrograms: Bool {
        values.keys.contains { key in
            (key.hasPrefix("merge.") && key.hasSuffix(".driver"))
                || (key.hasPrefix("filter.") && isTrue("merge.renormalize"))
        }
    }

    /// Whether a key is true as git understands booleans (git-config, "Values").
    func isTrue(_ key: String, default other: Bool = false) -> Bool {
        guard let value = values[key]?.lowercased() else { return other }
        return ["true", "yes", "on"].contains(value) || (Int(value).map { $0 != 0 } ?? false)
    }
}
