internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// Reads git's own records of the commits and tags that a clone got from its remotes, besides their branches.
struct CloneOrigin {
    let gitDirectory: String
    let remotes: SubmoduleRemotes

    /// Returns the commits that were fetched by name from one of the remotes, and those at which a remote has cut its
    /// history off.
    func fetchedIDs() -> Set<String> {
        let cut = MentionedIDs.read(gitDirectory + "/shallow")
        guard let content = WholeFile.read(gitDirectory + "/FETCH_HEAD") else { return cut }
        let addresses = Set(remotes.allAddresses.map { Name(Self.address($0)) })
        let fetched = content.display.split(separator: "\n").compactMap { line -> String? in
            guard let end = line.ranges(of: " of ").last ?? line.ranges(of: "\t").last else { return nil }
            return addresses.contains(Name(Self.address(line[end.upperBound...])))
                ? String(line.prefix { $0 != "\t" }) : nil
        }
        return cut.union(fetched)
    }

    /// Returns the tags that the clone has had since it was made, by name. `clone` writes all references of its remote
    /// into one file (`packed-refs`). If the references had been packed again later, the file would also name the
    /// branch that `clone` makes after writing it.
    func clonedTags() -> [Name: String] {
        guard let packed = WholeFile.read(gitDirectory + "/packed-refs"), let made = timeOfCloning(),
            let written = FileVersion(Array("packed-refs".utf8), in: gitDirectory),
            written.modified / 1_000_000_000 <= made
        else { return [:] }
        var tags: [Name: String] = [:]
        for line in packed.display.split(separator: "\n") where line.first != "#" && line.first != "^" {
            let columns = line.split(separator: " ").map(String.init)
            guard columns.count == 2, !FilePath.lies(columns[1], in: "refs/heads") else { return [:] }
            if FilePath.lies(columns[1], in: "refs/tags"), access("\(gitDirectory)/\(columns[1])", F_OK) != 0 {
                tags[Name(columns[1])] = columns[0]
            }
        }
        return tags
    }

    /// Returns the time of cloning in seconds since 1970. The first line of HEAD's reflog has it: `OLD NEW NAME
    /// <ADDRESS> TIME ZONE\tclone: from …`.
    private func timeOfCloning() -> Int64? {
        guard let line = WholeFile.read(gitDirectory + "/logs/HEAD")?.split(separator: 0x0A).first else { return nil }
        let parts = Array(line).display.split(separator: "\t", maxSplits: 1)
        guard parts.count == 2, parts[1].hasPrefix("clone: from ") else { return nil }
        return parts[0].split(separator: " ").dropLast().last.flatMap { Int64($0) }
    }

    /// Returns an address in the form in which git writes it into FETCH_HEAD.
    private static func address(_ text: Substring) -> String {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        return String(text.hasSuffix(".git") ? text.dropLast(4) : text)
    }
}
