import Exec
import JSON
import TestSupport
import Testing

@testable import ClaudeCode

/// What is declared in more than one place, in code and in `docs/REFERENCE.md`, is the same everywhere.
struct ReferenceAgreementTests {
    private let page = Files.read(Programs.package + "/docs/REFERENCE.md") ?? ""
    private let wrapper = Files.read(Programs.package + "/scripts/claude-parallel") ?? ""

    /// What `pattern` finds in the sources of programs and scripts.
    private func found(_ pattern: String, in places: String...) throws -> Set<String> {
        let command = Command(
            "grep", arguments: ["-rhoE", pattern] + places.map { Programs.package + "/" + $0 },
            environment: ["PATH": "/usr/bin:/bin"])
        return Set(try Spawner.run(command).text.split(separator: "\n").map(String.init))
    }

    /// The text between two others, without lines that are comments.
    private func part(of text: String, from start: String, to end: String) throws -> String {
        let begin = try #require(text.firstRange(of: start), "\(start)")
        let rest = text[begin.upperBound...]
        let finish = try #require(rest.firstRange(of: end), "\(end)")
        return rest[..<finish.lowerBound].split(separator: "\n").filter { !$0.contains("# ") }.joined(separator: "\n")
    }

    /// The words in backticks in the first cell of the row whose second cell begins like this.
    private func firstCell(ofRowTo place: String) throws -> [Substring] {
        let rows = try part(of: page, from: "## The alias\n", to: "\n## ").split(separator: "\n")
        let row = try #require(rows.first { $0.contains("| \(place)") }, "\(place)")
        return row.split(separator: "|")[0].matches(of: /`([^`]+)`/).map(\.output.1)
    }

    @Test func `every environment variable is in the reference, and nothing reads others`() throws {
        var read = try found(
            "[\"{]PARALLEL_CC_[A-Z_]*[A-Z]", in: "Sources", "scripts/claude-parallel", "scripts/support/common.sh")
        // git gets it as an empty value; nobody sets it.
        #expect(read.remove("\"PARALLEL_CC_NOTHING") != nil)
        let names = Set(read.map { String($0.dropFirst()) })
        #expect(names.count > 10)
        let told = Set(page.matches(of: /PARALLEL_CC_[A-Z_]*[A-Z]/).map { String($0.output) })
        for name in names.sorted() { #expect(page.contains("| `\(name)"), "\(name)") }
        let settings = try CommandFixture().run("config", "list", "--json").json()["sources"]?.keys ?? []
        let ofSettings = Set(settings.map { $0.lowercased().filter { $0 != "." } })
        for name in told.subtracting(names) {
            #expect(ofSettings.contains(name.dropFirst(12).lowercased().filter { $0 != "_" }), "\(name)")
        }
    }

    @Test func `every exit status is in the reference, and no other`() throws {
        let used = try found(#"ExitCode\([0-9]+\)"#, in: "Sources").map { String($0.filter(\.isNumber)) }
        let rows = try part(of: page, from: "## Exit statuses", to: "\n## ").matches(of: /\n\| ([0-9]+) \|/)
        #expect(used.count == Set(used).count, "each is declared once")
        #expect(Set(rows.map { String($0.output.1) }) == Set(used))
    }

    @Test func `the hook events of the reference are those that install writes`() throws {
        let table = InstalledHooks(binDirectory: "")
        let installed = Set(HookEntry.Part.allCases.flatMap { table.entries(of: $0) }.map(\.event))
        let rows = try part(of: page, from: "## Hook events\n", to: "\n## ").split(separator: "\n").filter {
            $0.hasPrefix("| `")
        }
        let told = rows.flatMap { $0.split(separator: "|")[0].matches(of: /`([^`]+)`/).map { String($0.output.1) } }
        #expect(told.count == Set(told).count)
        #expect(Set(told) == installed)
    }

    @Test func `the words that the alias sends elsewhere are in the reference`() throws {
        let ours = try part(of: wrapper, from: "is_ours() {\n    case $1 in", to: "*) return 1").matches(
            of: /[a-z]+[a-z-]+/)
        #expect(
            Set(ours.map { String($0.output) }).subtracting(["return"])
                == Set(try firstCell(ofRowTo: "`parallel-cc`").map(String.init)))
        let claudes = try part(of: wrapper, from: "case $seen$1 in", to: "return 1").matches(of: /[a-z]+[a-z-]+/)
        #expect(claudes.count > 10)
        #expect(claudes.map(\.output).sorted() == (try firstCell(ofRowTo: "claude, without")).sorted())
    }

    @Test func `the alias and the runner know the same options with values`() throws {
        let runner = try #require(Files.read(Programs.package + "/Sources/SessionRunner/ClaudeOptions.swift"))
        func options(_ text: String) -> Set<String> {
            Set(text.matches(of: /--?[A-Za-z][A-Za-z-]*/).map { String($0.output) })
        }
        let required = options(try part(of: runner, from: "required: Set<String> = [", to: "]"))
        let optional = options(try part(of: runner, from: "optional: Set<String> = [", to: "]"))
        let always = try part(of: wrapper, from: "# These take the next word, whatever it is.\n", to: "if [")
        let perhaps = try part(
            of: wrapper, from: "# These take the next word unless it is an option.\n", to: "case ${2")
        #expect(required.count > 30)
        #expect(optional.count > 5)
        // With these the alias has decided already.
        #expect(options(always) == required.subtracting(["--environment"]))
        #expect(options(perhaps) == optional.subtracting(["--cloud", "--worktree", "-w"]))
    }
}
