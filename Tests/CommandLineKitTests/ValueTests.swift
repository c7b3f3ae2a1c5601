import CommandLineKit
import Testing

@Suite struct ValueTests {
    @Test func `reads integers`() {
        #expect(Int(argument: "12") == 12)
        #expect(Int32(argument: "2147483648") == nil)
        #expect(Int64(argument: "-9223372036854775808") == .min)
        #expect(UInt(argument: "-1") == nil)
        #expect(UInt16(argument: "65536") == nil)
        #expect(Int(argument: " 1") == nil)
        #expect(Int(argument: "") == nil)
        #expect(Int(argument: "٣") == nil)
    }

    @Test(arguments: ["nan", "inf", "-infinity", "", "1,5", "1.5x"])
    func `refuses numbers that are none`(text: String) {
        #expect(Double(argument: text) == nil)
    }

    @Test func `reads the rest`() {
        #expect(Double(argument: "1e3") == 1000)
        #expect(Bool(argument: "true") == true)
        #expect(Bool(argument: "yes") == nil)
        #expect(Character(argument: "é") == "é")
        #expect(Character(argument: "ab") == nil)
        #expect(Backend(argument: "docker") == .docker)
        #expect(Backend(argument: "Docker") == nil)
        #expect(Backend.allValueStrings == ["docker", "bubblewrap"])
        #expect(Backend.defaultCompletionKind == .list(["docker", "bubblewrap"]))
    }

    struct Lists: ParsableCommand {
        @Option(parsing: .remaining) var all: [Int] = [1, 2]
        @Option() var needed: [String]
        @Option(transform: { $0.uppercased() }) var loud = "x"
        @Option(transform: { $0.count }) var lengths: [Int] = []
        @Argument(transform: { $0.count }) var length: Int
    }

    @Test func `fills lists and transforms`() throws {
        let arguments = ["--needed", "a", "word", "--loud", "y", "--lengths", "four", "--all", "7", "8"]
        guard case .command(let parsed) = CommandLineRunner.parse(root: Lists.self, arguments: arguments) else {
            throw ExitCode.failure
        }
        let lists = try #require(parsed.command as? Lists)
        #expect(lists.all == [7, 8])
        #expect(lists.needed == ["a"])
        #expect(lists.loud == "Y")
        #expect(lists.lengths == [4])
        #expect(lists.length == 4)
        #expect(Lists().all == [1, 2])
    }

    @Test func `requires a list without default`() {
        let result = describe(CommandLineRunner.parse(root: Lists.self, arguments: []))
        #expect(result == "lists: Missing expected arguments '--needed <needed>', '<length>'.")
    }
}
