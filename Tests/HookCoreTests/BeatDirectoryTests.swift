import Glibc
import TestSupport
import Testing

@testable import HookCore

@Suite struct BeatDirectoryTests {
    private let folder = TemporaryDirectory()
    private var beats: BeatDirectory { BeatDirectory(dataDirectory: folder.path) }
    private let process = ProcessIdentity(pid: 12, startTime: 345)

    private func beat(_ pid: Int32 = 12, agentID: String? = nil, time: Int64 = 1) -> Beat {
        Beat(
            process: ProcessIdentity(pid: pid, startTime: 345), time: time, event: "Stop", activity: .idle,
            agentID: agentID)
    }

    @Test func `writes replaces and reads`() throws {
        #expect(!beats.exists(for: process))
        #expect(beats.read(for: process) == nil)
        #expect(beats.all().isEmpty)
        for time in [1, 2] as [Int64] { try beats.write(beat(time: time)) }
        #expect(beats.exists(for: process))
        #expect(beats.read(for: process) == beat(time: 2))
        #expect(beats.all() == [beat(time: 2)])
    }

    @Test func `another start time is unknown`() throws {
        try beats.write(beat())
        let later = ProcessIdentity(pid: 12, startTime: 346)
        #expect(!beats.exists(for: later))
        #expect(beats.read(for: later) == nil)
    }

    @Test func `removes a session with its agents and leftovers`() throws {
        for agent in [nil, "a1", "../../etc/x"] { try beats.write(beat(agentID: agent)) }
        for pid in [1, 120] as [Int32] { try beats.write(beat(pid)) }
        let leftover = "\(beats.path)/12-345.99"
        close(open(leftover, O_WRONLY | O_CREAT, 0o600))
        #expect(beats.all().count == 5)
        beats.remove(for: process)
        #expect(Set(beats.all().map(\.process.pid)) == [1, 120])
        #expect(access(leftover, F_OK) != 0)
    }

    @Test func `removes one agent`() throws {
        for agent in [nil, "a1", "a2"] { try beats.write(beat(agentID: agent)) }
        beats.removeAgent("a1", of: process)
        #expect(Set(beats.all().map(\.agentID)) == [nil, "a2"])
    }

    @Test(arguments: ["", ".", "..", "a/b", "a.b", "ü", "a\nb", "a b", String(repeating: "x", count: 5000)])
    func `strange agents stay in the folder`(_ agent: String) throws {
        try beats.write(beat(agentID: agent))
        #expect(beats.read(for: process, agentID: agent) == beat(agentID: agent))
        #expect(beats.all().count == 1)
        #expect(!beats.exists(for: process))
    }

    @Test func `agents that look alike stay apart`() {
        let names = ["a/b", "a.b", "a_b", "a b"].map { BeatDirectory.fileName(process, agentID: $0) }
        #expect(Set(names).count == 4)
        #expect(names.allSatisfy { $0.hasPrefix("12-345@a_b") })
    }

    @Test func `never makes the data directory`() {
        let missing = BeatDirectory(dataDirectory: folder.path + "/missing")
        #expect(throws: ParallelError.self) { try missing.write(beat()) }
        #expect(access(folder.path + "/missing", F_OK) != 0)
    }

    @Test func `says why it cannot write`() {
        close(open(folder.path + "/beats", O_WRONLY | O_CREAT, 0o600))
        let error = #expect(throws: ParallelError.self) { try beats.write(beat()) }
        #expect(error?.code == "beat-not-written")
        #expect(error?.cause == "Not a directory")
        #expect(beats.all().isEmpty)
        beats.remove(for: process)
    }

    @Test func `garbage files are left out`() throws {
        try beats.write(beat())
        for (name, text) in [("7-8", "garbage"), ("9-9", ""), ("note.txt", "x")] {
            let descriptor = open("\(beats.path)/\(name)", O_WRONLY | O_CREAT, 0o600)
            _ = text.withCString { Glibc.write(descriptor, $0, strlen($0)) }
            close(descriptor)
        }
        mkdir("\(beats.path)/5-5", 0o700)
        #expect(beats.all() == [beat()])
        #expect(beats.read(for: ProcessIdentity(pid: 7, startTime: 8)) == nil)
    }

    @Test func `a beat under a foreign name is not believed`() throws {
        try beats.write(beat())
        rename("\(beats.path)/12-345", "\(beats.path)/77-345")
        #expect(beats.read(for: ProcessIdentity(pid: 77, startTime: 345)) == nil)
    }

    @Test func `many writers at once never tear a beat`() async throws {
        let beats = beats
        let process = process
        try beats.write(beat())
        await withTaskGroup(of: Bool.self) { group in
            for writer in 1...4 {
                group.addTask { [beats, process] in
                    (1...200).allSatisfy { round in
                        let time = Int64(writer * 1000 + round)
                        let beat = Beat(process: process, time: time, event: "Stop", activity: .idle)
                        return (try? beats.write(beat)) != nil && beats.read(for: process) != nil
                    }
                }
            }
            for await fine in group { #expect(fine) }
        }
        #expect(beats.all().count == 1)
    }
}
