import CoordinatorFixtures
import Dispatch
import Glibc
import HookCore
import Synchronization
import TestSupport
import Testing

@testable import Coordinator

/// Settings: layers, old names, what is not understood, changing them.
@Suite struct ConfigurationTests {
    private let fixture: CoordinatorFixture
    private var file: String { fixture.dataDirectory + "/config.json" }

    init() throws { fixture = try CoordinatorFixture() }

    private func settings(_ overrides: [String: String] = [:]) throws -> Configuration {
        let command = try fixture.command(overrides: overrides)
        return try command.settings(for: command.repository(at: fixture.root))
    }

    @Test("every setting has a default that fits it, or none; names and aliases are distinct")
    func keys() {
        var names: Set<String> = []
        for key in ConfigurationKey.all {
            if let value = key.defaultValue {
                #expect(SettingParser.fit(value, kind: key.kind) == value, "\(key.name)")
            }
            for name in [key.name] + key.aliases { #expect(names.insert(name).inserted, "\(name)") }
            #expect(!key.summary.isEmpty)
        }
        #expect(ConfigurationKey.all.map(\.name) == ConfigurationKey.all.map(\.name).sorted())
    }

    @Test("defaults, then config.json, then the repository's file, then the environment")
    func layers() throws {
        #expect(try settings().lostDays == 7)
        try Files.write(file, #"{"worktree": {"lostDays": 1, "trashDays": 1, "portBase": 2000}}"#)
        #expect(try settings().lostDays == 1)
        try Files.write(fixture.root + "/.parallel-cc.json", #"{"worktree.lostDays": 2, "worktree": {"trashDays": 2}}"#)
        let both = try settings()
        #expect(both.lostDays == 2)
        #expect(both.trashDays == 2)
        #expect(both.portBase == 2_000)
        let all = try settings(["worktree.lostDays": "3"])
        #expect(all.lostDays == 3)
        #expect(all.trashDays == 2)
        #expect(all.warnings.isEmpty)
    }

    @Test("a linked worktree has its main checkout's settings file")
    func linked() throws {
        try Files.write(fixture.root + "/.parallel-cc.json", #"{"worktree": {"lostDays": 20}}"#)
        let linked = try fixture.gitFixture.addWorktree("linked")
        let command = try fixture.command()
        #expect(try command.settings(for: command.repository(at: linked)).lostDays == 20)
    }

    @Test("names of older programs")
    func aliases() throws {
        try Files.write(
            file,
            #"""
            {"staleThresholdMinutes": 20, "autoCleanupWorktrees": false, "worktreePrefix": "old-",
             "budget": {"monthly-limit": 50, "warning-thresholds": [0.25, 1]}}
            """#)
        let settings = try settings()
        #expect(settings.staleMinutes == 20)
        #expect(!settings.autoCleanup)
        #expect(settings.prefix == "old-")
        #expect(settings.value("budget.monthlyLimit") == .number(50))
        guard case .list(let thresholds) = settings.value("budget.warningThresholds") else {
            Issue.record("no list")
            return
        }
        #expect(thresholds.map(Double.init) == [0.25, 1])
        #expect(settings.warnings.isEmpty)
    }

    @Test("the database's place of older programs is no unknown setting: what decides is said")
    func databasePath() throws {
        try Files.write(file, #"{"dbPath": "~/.parallel-cc/coordinator.db", "worktree": {"lostDays": 3}}"#)
        let settings = try settings()
        #expect(settings.lostDays == 3)
        #expect(settings.warnings.count == 1)
        #expect(settings.warnings[0].contains("PARALLEL_CC_DATA_DIR") && !settings.warnings[0].contains("unknown"))
    }

    @Test(
        "what does not fit is a warning, and the default holds",
        arguments: [
            #"{"worktree": {"lostDays": "soon"}}"#, #"{"worktree": {"lostDays": -1}}"#,
            #"{"worktree": {"lostDays": 1.5}}"#,
            #"{"worktree": {"lostDays": [1]}}"#, #"{"worktree": {"lostdays": 1}}"#,
            #"{"worktree": 5}"#, "[1, 2]", "", "{", "null",
        ])
    func misfits(content: String) throws {
        try Files.write(file, content)
        let settings = try settings()
        #expect(settings.lostDays == 7, "\(settings.warnings)")
        #expect(settings.warnings.count == 1, "\(settings.warnings)")
    }

    @Test("null sets nothing")
    func null() throws {
        try Files.write(file, #"{"worktree": {"lostDays": null, "trashDays": 1}}"#)
        #expect(try settings().lostDays == 7)
        #expect(try settings().trashDays == 1)
    }

    @Test("the nearest name is offered, but not for anything at all")
    func nearest() throws {
        try Files.write(file, #"{"worktree": {"trashDay": 1}, "something": {"else": {"entirely": 1}}}"#)
        let warnings = try settings().warnings
        #expect(
            warnings.contains { $0.hasSuffix("unknown setting worktree.trashDay; did you mean worktree.trashDays?") })
        #expect(warnings.contains { $0.hasSuffix("unknown setting something.else.entirely") })
    }

    @Test("an environment variable that does not fit is said once")
    func environment() throws {
        try Files.write(fixture.root + "/.parallel-cc.json", "{}")
        let settings = try settings(["worktree.lostDays": "soon"])
        #expect(settings.lostDays == 7)
        #expect(settings.warnings == ["environment: worktree.lostDays cannot be soon"])
    }

    @Test("set, read and unset; unknown content of the file stays, old names of the setting go")
    func editing() throws {
        try Files.write(
            file, #"{"mine": {"a": [1, null, "ü"]}, "staleThresholdMinutes": 3, "worktree": {"base": "x"}}"#)
        let command = try fixture.command()
        _ = try command.setConfiguration(key: "staleThresholdMinutes", texts: ["30"])
        _ = try command.setConfiguration(key: "worktree.postCreate", texts: ["npm ci", "make"])
        #expect(try settings().staleMinutes == 30)
        #expect(try settings().postCreate == ["npm ci", "make"])
        #expect(try settings().base == "x")
        let text = try #require(Files.read(file))
        #expect(text.contains("\"ü\""))
        #expect(text.contains("null"))
        #expect(!text.contains("staleThresholdMinutes"))
        #expect(try fixture.command().settingEntry("session.staleMinutes", at: nil).source == file)
        _ = try command.unsetConfiguration(key: "session.staleMinutes")
        #expect(try settings().staleMinutes == 10)
        #expect(Files.read(file)?.contains("\"ü\"") == true)
    }

    /// Numbers, keys that differ in bytes alone, keys that stand twice, order, spacing and escapes.
    @Test("setting one value keeps every other byte of the file")
    func editingInPlace() throws {
        let others =
            #""k\#u{e9}": "MINE-1",  "ke\#u{301}" : "MINE-2", "mine":{"n": 12345678901234567890.10, "s": "\u00fc\/"}}"#
        try Files.write(file, #"{"worktree": {"trashDays": 30, "trashDays": 60, "root": null}, "# + others + "\n")
        #expect(try settings().trashDays == 60)
        let command = try fixture.command()
        _ = try command.setConfiguration(key: "worktree.lostDays", texts: ["5"])
        let start = #"{"worktree": {"trashDays": 30, "trashDays": 60, "root": null, "lostDays": 5}, "#
        #expect(Files.read(file) == start + others + "\n")
        _ = try command.unsetConfiguration(key: "worktree.lostDays")
        _ = try command.setConfiguration(key: "worktree.trashDays", texts: ["8"])
        #expect(try settings().trashDays == 8)
        #expect(Files.read(file) == #"{"worktree": {"trashDays": 30, "trashDays": 8, "root": null}, "# + others + "\n")
        // The default is in force only when none of the two is left.
        _ = try command.unsetConfiguration(key: "worktree.trashDays")
        #expect(try settings().trashDays == 7)
        #expect(Files.read(file) == #"{"worktree": {"root": null}, "# + others + "\n")
    }

    @Test("a value is set where the file has it; nothing else makes way for it")
    func editingPlaces() throws {
        let command = try fixture.command()
        try Files.write(file, #"{"worktree.base": "x", "session": null}"#)
        _ = try command.setConfiguration(key: "worktree.base", texts: ["main"])
        _ = try command.setConfiguration(key: "session.staleMinutes", texts: ["3"])
        #expect(Files.read(file) == #"{"worktree.base": "main", "session": {"staleMinutes": 3}}"#)
        for text in [#"{"worktree": {"base": {"mine": 1}}}"#, #"{"worktree": 5}"#, "[1]", "{\n// mine\n}"] {
            try Files.write(file, text)
            #expect(throws: ParallelError.self) { try command.setConfiguration(key: "worktree.base", texts: ["x"]) }
            _ = try? command.unsetConfiguration(key: "worktree.base")
            #expect(Files.read(file) == text)
        }
    }

    /// Without a lock one reads what the other is about to replace:
    ///
    ///     A   read            write
    ///     B         read            write   A's setting is gone
    @Test("what is set at once is all there")
    func editingAtOnce() throws {
        let changes = [("session.staleMinutes", "30"), ("worktree.trashDays", "9"), ("worktree.base", "main")]
        let fixture = fixture
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 12) { number in
            let (key, value) = changes[number % changes.count]
            do {
                let command = try fixture.command(5_000_000 + Int32(number))
                for _ in 0..<30 { _ = try command.setConfiguration(key: key, texts: [value]) }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try settings().staleMinutes == 30)
        #expect(try settings().base == "main")
        #expect(try settings().trashDays == 9)
    }

    @Test("a settings file that is a link stays one, and keeps what it holds")
    func editingThroughLink() throws {
        let dotfile = fixture.gitFixture.directory.appending("dotfiles/parallel-cc.json")
        try Files.write(dotfile, #"{"worktree": {"base": "x"}}"#)
        #expect(symlink(dotfile, file) == 0)
        _ = try fixture.command().setConfiguration(key: "session.staleMinutes", texts: ["30"])
        let text = try #require(Files.read(dotfile))
        #expect(text == #"{"worktree": {"base": "x"}, "session": {"staleMinutes": 30}}"#)
        var status = stat()
        #expect(lstat(file, &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFLNK)
    }

    @Test("a settings file that cannot be read is not replaced")
    func editingUnreadable() throws {
        #expect(mkdir(file, 0o755) == 0)
        try Files.write(file + "/inside", "x")
        let error = #expect(throws: ParallelError.self) {
            _ = try fixture.command().setConfiguration(key: "session.staleMinutes", texts: ["30"])
        }
        #expect(error?.code.rawValue == "file-unreadable")
        #expect(Files.read(file + "/inside") == "x")
    }

    @Test("an unknown name is an error that names the nearest; an unfitting value says what fits")
    func editingErrors() throws {
        let command = try fixture.command()
        let unknown = #expect(throws: ParallelError.self) {
            try command.setConfiguration(key: "worktree.bas", texts: ["head"])
        }
        #expect(unknown?.code == .invalidConfiguration)
        #expect(unknown?.hint == "did you mean worktree.base?")
        for (key, text) in [("worktree.lostDays", "soon"), ("session.withoutWorktree", "maybe"), ("worktree.base", "")]
        {
            let error = #expect(throws: ParallelError.self) { try command.setConfiguration(key: key, texts: [text]) }
            #expect(error?.hint?.hasPrefix("\(key) is ") == true)
        }
        try Files.write(file, "{ broken")
        #expect(throws: ParallelError.self) { try command.setConfiguration(key: "worktree.base", texts: ["head"]) }
        #expect(Files.read(file) == "{ broken")
        #expect(!Files.exists(fixture.repository + "/config.json"))
    }

    @Test("a file that is replaced while it is read is never judged by the digest of another")
    func replacedMeanwhile() throws {
        let path = fixture.root + "/.parallel-cc.json"
        try Files.write(path, #"{"worktree": {"postCreate": ["make"]}}"#)
        _ = try fixture.command().trustSettings(at: fixture.root)
        let replaces: @Sendable (String) -> Void = { point in
            if point == "settings.read" { try? Files.write(path, #"{"worktree": {"postCreate": ["evil"]}}"#) }
        }
        let command = try fixture.command(reach: replaces)
        #expect(try command.settings(for: command.repository(at: fixture.root)).postCreate == ["make"])
        #expect(try settings().postCreate.isEmpty)
    }

    @Test("risky settings of a repository need trust, which a change takes away; the source says where a value is from")
    func trust() throws {
        let path = fixture.root + "/.parallel-cc.json"
        try Files.write(path, #"{"worktree": {"postCreate": ["make"], "trashDays": 3, "root": "/elsewhere"}}"#)
        #expect(try settings().postCreate.isEmpty)
        #expect(try settings().worktreeRoot == nil)
        #expect(try settings().trashDays == 7)
        let trusted = try fixture.command().trustSettings(at: fixture.root)
        let risky = ["worktree.postCreate", "worktree.root", "worktree.trashDays"]
        #expect(trusted.path == path)
        #expect(trusted.settings.map(\.name) == risky)
        #expect(try settings().trashDays == 3)
        #expect(try settings().postCreate == ["make"])
        #expect(try settings().warnings.isEmpty)
        #expect(try fixture.command().settingEntry("worktree.root", at: fixture.root).source == path)
        try Files.write(path, #"{"worktree": {"postCreate": ["make install"]}}"#)
        #expect(try settings().postCreate.isEmpty)
        #expect(try settings().warnings.count == 1)
        #expect(try fixture.command().settingEntry("worktree.postCreate", at: fixture.root).source == "default")
    }

    @Test("a value of a repository that lifts a protection needs trust; one that adds to it does not")
    func protections() throws {
        let path = fixture.root + "/.parallel-cc.json"
        let weaker: [(String, SettingValue, own: String)] = [
            ("worktree.autoCleanup", .boolean(true), "false"), ("session.withoutWorktree", .text("share"), "refuse"),
            ("budget.e2bHourlyRate", .number(0.01), "0.1"),
        ]
        for (name, value, own) in weaker {
            let text = if case .text(let word) = value { "\"\(word)\"" } else { "\(value)" }
            try Files.write(path, #"{"\#(name)": \#(text)}"#)
            _ = try fixture.command().setConfiguration(key: name, texts: [own])
            let key = try #require(ConfigurationKey.find(name))
            #expect(try settings().value(name) == SettingParser.parse(own, kind: key.kind), "\(name)")
            #expect(try settings().warnings.count == 1)
            #expect(try fixture.command().trustSettings(at: fixture.root).settings.map(\.name) == [name])
            #expect(try settings().value(name) == SettingParser.fit(value, kind: key.kind), "\(name)")
        }
        unlink(file)
        try Files.write(
            path, #"{"worktree.autoCleanup": false, "budget.monthlyLimit": 5, "guard.mode": "block"}"#)
        #expect(try settings().warnings.isEmpty)
        #expect(try !settings().autoCleanup)
        #expect(try settings().guardMode == "block")
        #expect(try settings().value("budget.monthlyLimit") == .number(5))
        try Files.write(path, #"{"guard.mode": "off"}"#)
        _ = try fixture.command().trustSettings(at: fixture.root)
        #expect(try settings().guardMode == "warn")
        #expect(try settings().warnings.count == 1)
    }

    @Test(arguments: ["dailyLimit", "weeklyLimit", "monthlyLimit", "perSessionDefault"])
    func `a repository never raises what the user pays at most, and may lower it`(name: String) throws {
        let path = fixture.root + "/.parallel-cc.json"
        try Files.write(path, #"{"budget.\#(name)": 60}"#)
        #expect(try settings().value("budget.\(name)") == .number(60))
        _ = try fixture.command().setConfiguration(key: "budget.\(name)", texts: ["50"])
        _ = try fixture.command().trustSettings(at: fixture.root)
        #expect(try settings().value("budget.\(name)") == .number(50))
        #expect(try settings().warnings.count == 1)
        try Files.write(path, #"{"budget.\#(name)": 5}"#)
        #expect(try settings().value("budget.\(name)") == .number(5))
        #expect(try settings().warnings.isEmpty)
    }

    @Test("the user's file is read through a link; what is there and cannot be read is a warning")
    func reading() throws {
        let dotfile = fixture.gitFixture.directory.appending("dotfile.json")
        try Files.write(dotfile, #"{"worktree": {"trashDays": 60}}"#)
        #expect(symlink(dotfile, file) == 0)
        #expect(try settings().trashDays == 60)
        #expect(try fixture.command().settingEntry("worktree.trashDays", at: fixture.root).source == file)
        let warnings = { try fixture.command().settingWarnings(at: fixture.root) }
        #expect(try warnings().isEmpty)
        unlink(dotfile)
        #expect(try warnings() == ["\(file) cannot be read and was ignored: the link leads nowhere"])
        unlink(file)
        #expect(try warnings().isEmpty)
        #expect(mkdir(file, 0o755) == 0)
        #expect(try warnings() == ["\(file) cannot be read and was ignored: Is a directory"])
    }
}
