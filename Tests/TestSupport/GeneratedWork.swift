internal import Glibc

/// Random work in a checkout: what people do to files, and some things that only few do.
package struct GeneratedWork {
    package static let directories = ["", "src", "src/deep", "lib", "lib/a b", "ü"]
    package static let names = ["a", "b", "c d", "e\nf", "ü", "-x", "q\"'", "main.c", "~w1", "z.txt"]

    package let root: String
    package var random: SplitMix64

    /// - Parameter root: the checkout.
    package init(root: String, random: SplitMix64) {
        self.root = root
        self.random = random
    }

    /// The files of the first commit.
    package mutating func start() throws {
        for directory in Self.directories {
            for name in Self.names where number(3) > 0 { try write(join(directory, name), text()) }
        }
    }

    package mutating func act(_ times: Int) throws {
        for _ in 0..<times { try act() }
    }

    private mutating func act() throws {
        let files = paths()
        guard let file = files.randomElement(using: &random) else { return try write(somewhere(), text()) }
        switch number(20) {
        case 0...7: try edit(file)
        case 8, 9: try write(somewhere(), text())
        case 10: unlink(root + "/" + file)
        case 11, 12: try move(file, somewhere())
        case 13: try moveDirectory()
        case 14: chmod(root + "/" + file, 0o755)
        case 15: try link(file)
        case 16: try write(file, bytes: [0, 1, UInt8(number(3)), 0x0A, 3])
        case 17: try becomeDirectory(file)
        case 18: try becomeFile(file)
        default: try write(file, "")
        }
    }

    package mutating func number(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

    private mutating func somewhere() -> String {
        join(
            Self.directories.randomElement(using: &random) ?? "", Self.names.randomElement(using: &random) ?? "a")
    }

    private func join(_ directory: String, _ name: String) -> String {
        directory.isEmpty ? name : directory + "/" + name
    }

    private mutating func text() -> String {
        var text = ""
        for _ in 0..<(5 + number(12)) { text += line() }
        return text
    }

    /// From a few lines, so that many are equal, or a rare one.
    private mutating func line() -> String {
        number(3) == 0 ? "line \(number(500))\n" : ["}\n", "\n", "x\n"][number(3)]
    }

    private mutating func edit(_ file: String) throws {
        guard let text = Files.read(root + "/" + file), !text.utf8.contains(0), !isLink(file) else { return }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0 + "\n" }
        for _ in 0...number(2) {
            let place = number(max(1, lines.count))
            switch number(3) {
            case 0: lines.insert(Substring(line()), at: min(place, lines.count))
            case 1 where place < lines.count: lines.remove(at: place)
            default: if place < lines.count { lines[place] = Substring(line()) }
            }
        }
        try write(file, lines.joined())
    }

    private mutating func move(_ file: String, _ target: String) throws {
        guard !Files.exists(root + "/" + target), makeParents(target) else { return }
        rename(root + "/" + file, root + "/" + target)
        if number(2) == 0 { try edit(target) }
    }

    private mutating func moveDirectory() throws {
        let source = Self.directories.dropFirst().randomElement(using: &random) ?? "src"
        let target = ["moved", "lib/moved", "src2"].randomElement(using: &random) ?? "moved"
        guard Files.exists(root + "/" + source), !Files.exists(root + "/" + target), makeParents(target) else { return }
        rename(root + "/" + source, root + "/" + target)
    }

    private mutating func link(_ file: String) throws {
        unlink(root + "/" + file)
        symlink("target \(number(3))", root + "/" + file)
    }

    private mutating func becomeDirectory(_ file: String) throws {
        unlink(root + "/" + file)
        try write(file + "/inside", text())
    }

    private mutating func becomeFile(_ file: String) throws {
        guard let slash = file.lastIndex(of: "/") else { return }
        let directory = String(file[..<slash])
        TemporaryDirectory.remove(root + "/" + directory)
        try write(directory, text())
    }

    private func makeParents(_ path: String) -> Bool {
        guard let slash = path.lastIndex(of: "/") else { return true }
        Files.makeDirectories(root + "/" + path[..<slash])
        var status = stat()
        return lstat(root + "/" + path[..<slash], &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private func write(_ path: String, _ text: String) throws { try write(path, bytes: Array(text.utf8)) }

    private func write(_ path: String, bytes: [UInt8]) throws {
        var status = stat()
        guard makeParents(path) else { return }
        if lstat(root + "/" + path, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR { return }
            if status.st_mode & S_IFMT == S_IFLNK { unlink(root + "/" + path) }
        }
        try Files.write(root + "/" + path, bytes: bytes, mode: status.st_mode & 0o100 == 0 ? 0o644 : 0o755)
    }

    private func isLink(_ file: String) -> Bool {
        var status = stat()
        return lstat(root + "/" + file, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }

    private func paths() -> [String] { Files.snapshot(root).keys.filter { $0 != ".git" }.sorted() }
}
