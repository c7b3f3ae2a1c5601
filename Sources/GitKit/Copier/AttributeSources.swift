internal import CLibGit2
internal import Exec
internal import Files
internal import GitProgram
internal import Glibc
internal import HookCore

/// The files from which git reads attributes (gitattributes, "FILES"). Where none of them exists, git need not be
/// asked.
struct AttributeSources {
    let commonDirectory: String
    let settings: GitSettings
    let git: Git

    /// The files outside of the trees that could set attributes. Paths that git has to expand are returned as they are
    /// written.
    var files: [String] {
        var files = [commonDirectory + "/info/attributes", "/etc/gitattributes"]
        if let own = settings.attributesFile {
            files.append(own)
        } else if let folder = git.variable("XDG_CONFIG_HOME"), !folder.isEmpty {
            files.append(folder + "/git/attributes")
        } else if let home = git.variable("HOME") {
            files.append(home + "/.config/git/attributes")
        }
        return files
    }

    /// Whether any file outside of the trees could set attributes.
    var existOutside: Bool {
        // Only git can expand a ~ or a %(prefix).
        files.contains { !FilePath.isAbsolute($0) || access($0, F_OK) == 0 }
    }

    /// Returns path and content of every `.gitattributes`, tracked or not, beside or above a tracked file of a
    /// checkout.
    /// - Throws: `.gitFailed`.
    static func all(_ git: Git, gitDirectory: String) throws(ParallelError) -> [(path: PathBytes, content: [UInt8])] {
        if let survey = IndexSurvey(gitDirectory: gitDirectory) {
            return contents(in: survey.directories, checkout: git.directory)
        }
        let answer = try git.run(["ls-files", "-z"])
        return contents(leadingTo: ZeroSeparated.fields(answer.output).map { Array($0) }, in: git.directory)
    }

    /// Returns path and content of every `.gitattributes`, tracked or not, in one of the directories that lead to the
    /// paths.
    static func contents(
        leadingTo paths: [PathBytes], in checkout: String
    ) -> [(path: PathBytes, content: [UInt8])] {
        contents(in: directories(leadingTo: paths), checkout: checkout)
    }

    /// Returns path and content of the attribute files in these directories. A file that cannot be read, or a link, has
    /// no attributes for git either.
    private static func contents(
        in directories: Set<PathBytes>, checkout: String
    ) -> [(path: PathBytes, content: [UInt8])] {
        let paths = directories.map(file(in:)).filter { access($0.absolute(in: checkout), F_OK) == 0 }
        return paths.sorted { $0.lexicographicallyPrecedes($1) }.map { path in
            (path, WholeFile.read(path.absolute(in: checkout)) ?? [])
        }
    }

    private static func file(in directory: PathBytes) -> PathBytes {
        (directory.isEmpty ? [] : directory + [0x2F]) + Array(".gitattributes".utf8)
    }

    private static func directories(leadingTo paths: [PathBytes]) -> Set<PathBytes> {
        var directories: Set<PathBytes> = [[]]
        for path in paths {
            var end = path.lastIndex(of: 0x2F)
            while let slash = end, directories.insert(Array(path[..<slash])).inserted {
                end = path[..<slash].lastIndex(of: 0x2F)
            }
        }
        return directories
    }

    /// Whether a `.gitattributes`, tracked or not, lies in one of the directories that lead to the paths, or is one of
    /// the paths.
    static func lead(to paths: [PathBytes], in checkout: String) -> Bool {
        if paths.contains(where: { $0.suffix(14).elementsEqual(".gitattributes".utf8) }) { return true }
        return directories(leadingTo: paths).contains { access(file(in: $0).absolute(in: checkout), F_OK) == 0 }
    }

    /// Whether an index has a `.gitattributes` anywhere.
    static func exist(in index: borrowing IndexFile) -> Bool {
        for number in 0..<index.count {
            if let path = index.entry(number)?.pointee.path, isAttributes(path) { return true }
        }
        return false
    }

    private static func isAttributes(_ path: UnsafePointer<CChar>) -> Bool {
        let name = ".gitattributes"
        let length = strlen(path)
        guard length >= name.utf8.count else { return false }
        let tail = path + (length - name.utf8.count)
        return strcmp(tail, name) == 0 && (tail == path || tail[-1] == CChar(bitPattern: UInt8(ascii: "/")))
    }

    /// Whether a `.gitattributes`, tracked or not, lies in one of the directories that lead to the paths.
    static func exist(in checkout: String, leadingTo paths: [UnsafePointer<CChar>]) -> Bool {
        if access(checkout + "/.gitattributes", F_OK) == 0 { return true }
        var last: [UInt8] = []
        for path in paths {
            let bytes = path.bytes
            guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { continue }
            let directory = Array(bytes[..<slash])
            // Paths are sorted, so the files of a directory follow each other.
            if directory == last { continue }
            last = directory
            for end in directory.indices + [directory.count] where end == directory.count || directory[end] == 0x2F {
                let file = Array(directory[..<end]) + Array("/.gitattributes".utf8)
                if access(file.absolute(in: checkout), F_OK) == 0 { return true }
            }
        }
        return false
    }
}
