import Files
import Glibc
import HookCore
import Sandbox
import TestSupport
import Testing

extension ConformanceCase {
    static let copying = [
        ConformanceCase("files are copied in before the start and later, and belong to the user") { tester in
            let tree = tester.directory.appending("tree")
            try write("one\n", to: tree + "/deep/one")
            try write("two\n", to: tree + "/two")
            chmod(tree + "/two", 0o750)
            symlink("deep/one", tree + "/link")
            let id = try tester.create(
                tester.specification(
                    "while ! [ -e /work/go ]; do sleep 0.1; done; stat -c '%n %u:%g %a' /work /work/in /work/in/two"))
            try tester.backend.copyIn([(tree, "/work/in"), (tree + "/two", "/work/made/on/the/way")], to: id)
            try tester.backend.start(id)
            let listed = try tester.backend.execute(
                [
                    "sh", "-c",
                    "cd /work; cat in/link in/two made/on/the/way; echo more >>made/on/the/way && mkdir made/x",
                ],
                in: id)
            #expect(String(decoding: listed.output, as: UTF8.self) == "one\ntwo\ntwo\n")
            #expect(listed.exitStatus == 0)
            try tester.backend.copyIn([(tree + "/two", "/work/go")], to: id)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
            let stat = try tester.run("touch /work/x && stat -c '%n %u:%g' /work")
            #expect(stat.output == "/work 10001:10001\n")
        },
        ConformanceCase("a large file arrives byte by byte, and comes back") { tester in
            let path = tester.directory.appending("large")
            let bytes = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) }
            try FileWriter.create(Array(path.utf8), bytes: bytes, mode: 0o600)
            let id = try tester.create(tester.specification("cp /work/large /work/again"))
            try tester.backend.copyIn([(path, "/work/large")], to: id)
            try tester.backend.start(id)
            #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
            try tester.backend.copyOut("/work/again", of: id, into: tester.directory.path)
            #expect(WholeFile.read(tester.directory.appending("again")) == bytes)
        },
        ConformanceCase("nothing is copied in outside of the volumes") { tester in
            let path = tester.directory.appending("file")
            try write("x", to: path)
            let id = try tester.create(tester.specification("exit 0"))
            for target in ["/etc/x", "/work", "/workx", "relative"] {
                #expect(
                    tester.code { try tester.backend.copyIn([(path, target)], to: id) } == .fileMissing, "\(target)")
            }
        },
        ConformanceCase("a folder comes out as it was, while the program runs and after its end") { tester in
            let script = """
                umask 022; mkdir -p /work/out/deep/empty; cd /work/out; echo content >deep/file; chmod 755 deep/file
                ln -s deep/file link; ln deep/file second; mkfifo fifo
                touch "$(printf 'gr\\303\\274n \\377')" /work/done
                while ! [ -e /work/go ]; do sleep 0.1; done
                """
            let id = try tester.start(script)
            try tester.wait(for: "/work/done", in: id)
            for place in ["running", "ended"] {
                let folder = tester.directory.appending(place)
                try tester.backend.copyOut("/work/out", of: id, into: folder)
                let names = DirectoryNames.list(folder + "/out").count
                #expect(names == 4 || names == 5)
                #expect(WholeFile.read(folder + "/out/deep/file") == Array("content\n".utf8))
                #expect(WholeFile.read(folder + "/out/second") == Array("content\n".utf8))
                #expect(WholeFile.followed(folder + "/out/link") == Array("content\n".utf8))
                #expect(FileAccess.isDirectory(folder + "/out/deep/empty"))
                #expect(access(folder + "/out/deep/file", X_OK) == 0)
                #expect(DirectoryNames.list(folder) == ["out"])
                if place == "ended" { break }
                #expect(try tester.backend.execute(["touch", "/work/go"], in: id).exitStatus == 0)
                #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
            }
        },
        ConformanceCase("a file that is copied out again is replaced, a folder is not") { tester in
            let id = try tester.start("echo one >/work/file; mkdir /work/folder; touch /work/folder/x")
            _ = try tester.backend.waitForEnd(id)
            for _ in 0..<2 { try tester.backend.copyOut("/work/file", of: id, into: tester.directory.path) }
            try tester.backend.copyOut("/work/folder", of: id, into: tester.directory.path)
            #expect(
                tester.code { try tester.backend.copyOut("/work/folder", of: id, into: tester.directory.path) } != nil)
            #expect(FileAccess.exists(tester.directory.appending("folder/x")))
        },
        ConformanceCase("what is not there cannot be copied out") { tester in
            let id = try tester.start("exit 0")
            _ = try tester.backend.waitForEnd(id)
            for path in ["/work/none", "/work/..", "/work/", "work"] {
                #expect(
                    tester.code { try tester.backend.copyOut(path, of: id, into: tester.directory.path) }
                        == .fileMissing,
                    "\(path)")
            }
        },
        ConformanceCase("nothing is written outside of the folder, and nothing is left of such a copy") { tester in
            for link in [
                "ln -s /etc out", "mkdir out; ln -s ../../x out/x",
                "mkdir -p out/a; ln -s .. out/a/b; ln -s a/b/.. out/c",
            ] {
                let id = try tester.start("cd /work; \(link)")
                #expect(try tester.backend.waitForEnd(id).exitStatus == 0)
                let folder = tester.directory.appending("refused")
                // An engine may look for what the link itself leads to.
                let code = tester.code { try tester.backend.copyOut("/work/out", of: id, into: folder) }
                #expect(code == .copyRefused || code == .fileMissing, "\(link)")
                #expect(DirectoryNames.list(folder).isEmpty)
            }
        },
    ]
}

/// Writes a file with its parents.
func write(_ text: String, to path: String) throws {
    try FileWriter.replace(path, with: Array(text.utf8), mode: 0o644)
}
