internal import Exec
internal import GitProgram
internal import HookCore

/// The conversion filters that git's settings name (gitattributes(5), `filter`).
enum ConversionFilters {
    /// Returns the names of the filters without which git refuses to write a file.
    static func required(_ git: Git) throws(ParallelError) -> Set<String> {
        try names(git, keys: ["required"], arguments: ["--type=bool"]) { $0 == "true" }
    }

    /// Returns the names of the filters that convert a file when git writes it.
    static func writing(_ git: Git) throws(ParallelError) -> Set<String> {
        try names(git, keys: ["smudge", "process"], arguments: []) { !$0.isEmpty }
    }

    private static func names(
        _ git: Git, keys: [String], arguments: [String], where isMeant: (_ value: String) -> Bool
    ) throws(ParallelError) -> Set<String> {
        let pattern = #"^filter\..*\.("# + keys.joined(separator: "|") + ")$"
        let question = ["config", "--null"] + arguments + ["--get-regexp", pattern]
        // The last value is in force.
        var values: [Name: String] = [:]
        for field in ZeroSeparated.fields(try git.run(question, statuses: [0, 1]).output) {
            let parts = field.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
            values[Name(String(decoding: parts[0], as: UTF8.self))] =
                parts.count == 2 ? String(decoding: parts[1], as: UTF8.self) : ""
        }
        let meant = values.filter { isMeant($0.value) }.keys
        return Set(
            meant.map { $0.text.dropFirst("filter.".count).split(separator: ".").dropLast().joined(separator: ".") })
    }
}
