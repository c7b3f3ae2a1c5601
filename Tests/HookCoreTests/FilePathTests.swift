import HookCore
import Testing

@Suite struct FilePathTests {
    @Test(arguments: [
        ("/a/b", "/a", "b"), ("/a", "/", "a"), ("a", ".", "a"), ("a/b/", "a/b", ""), ("/", "/", ""), ("", ".", ""),
        ("/a/b c\nd", "/a", "b c\nd"),
    ])
    func `splits at the last slash`(_ path: String, folder: String, name: String) {
        #expect(FilePath.folder(of: path) == folder)
        #expect(FilePath.name(of: path) == name)
    }

    /// Swift takes a slash and a combining character behind it for one character, which is no slash.
    @Test func `sees a slash before a combining character`() {
        let name = "\u{301}e"
        #expect(Array(FilePath.folder(of: "/a/" + name).utf8) == Array("/a".utf8))
        #expect(Array(FilePath.name(of: "/a/" + name).utf8) == Array(name.utf8))
        #expect(FilePath.absolute("/\u{301}", in: "/b").hasPrefix("/b") == false)
        #expect(FilePath.isAbsolute("/" + name))
        #expect(FilePath.lies("/a/" + name, in: "/a"))
        #expect(FilePath.relative("/a/" + name, to: "/a").map { Array($0.utf8) } == Array(name.utf8))
        #expect(FilePath.parts(of: "/a/" + name).map { Array($0.utf8) } == [Array("a".utf8), Array(name.utf8)])
    }

    @Test(arguments: [
        ("/a/b/c", "/a", "b/c"), ("/a", "/a", ""), ("/ab", "/a", nil), ("/a", "/a/b", nil), ("/a", "/", "a"),
        ("refs/heads/x/y", "refs/heads", "x/y"), ("refs/headsx", "refs/heads", nil), ("/", "/", ""),
    ])
    func `tells what follows a folder in a path`(_ path: String, folder: String, rest: String?) {
        #expect(FilePath.relative(path, to: folder) == rest)
        #expect(FilePath.lies(path, in: folder) == (rest != nil))
    }

    @Test func `splits between all slashes`() {
        #expect(FilePath.parts(of: "//a//b/") == ["a", "b"])
        #expect(FilePath.parts(of: "/a//b", omittingEmpty: false) == ["", "a", "", "b"])
    }

    @Test func `puts only relative paths below a folder`() {
        #expect(FilePath.absolute("x/y", in: "/b") == "/b/x/y")
        #expect(FilePath.absolute("/x", in: "/b") == "/x")
    }
}
