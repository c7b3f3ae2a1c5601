import Exec
import Glibc
import Testing

@testable import ClaudeCode

@Suite struct ShellWordTests {
    @Test(arguments: [
        ("/usr/bin/x-1_2.sh", "/usr/bin/x-1_2.sh"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
        ("$HOME", "'$HOME'"),
        ("~/x", "'~/x'"), ("ü", "ü"), ("a'\u{301};b", #"'a'\''"# + "\u{301};b'"),
    ])
    func `quotes`(_ text: String, _ quoted: String) {
        #expect(ShellWord.quote(text) == quoted)
        #expect(ShellWord.script(text) == quoted)
        #expect(ShellWord.first(of: "  " + quoted + " rest") == text)
    }

    @Test(
        arguments: [
            ([0x61, 0x09, 0x62], #"$'a\tb'"#), ([0x0A], #"$'\n'"#), ([0x0D, 0x37], #"$'\r7'"#),
            ([0x1B, 0x37], #"$'\0337'"#),
            ([0xFF, 0x37, 0x27, 0x5C], #"$'\3777\'\\'"#), ([0xC3, 0xBC, 0x09], #"$'ü\t'"#),
            ([0xC3, 0x28], #"$'\303('"#),
            ([0xE2, 0x80, 0xAE], #"$'\342\200\256'"#), ([0xE2, 0x80], #"$'\342\200'"#), (Array("🦀\t".utf8), #"$'🦀\t'"#),
        ] as [([UInt8], String)])
    func `what cannot be shown as it is can be typed in bash and zsh`(_ bytes: [UInt8], _ quoted: String) throws {
        #expect(ShellWord.quote(bytes) == quoted)
        for shell in ["bash", "zsh"] where access("/usr/bin/\(shell)", X_OK) == 0 {
            for locale in ["C", "C.UTF-8"] {
                let command = Command(
                    "/usr/bin/\(shell)", arguments: ["-c", "printf %s \(quoted)"], environment: ["LC_ALL": locale])
                #expect(try Spawner.run(command).output == bytes, "\(shell) \(locale)")
            }
        }
        // A script is for any shell, and holds the bytes themselves.
        #expect(ShellWord.script("a\nb") == "'a\nb'")
    }

    @Test(arguments: [
        (#""$HOME/a b" c"#, "$HOME/a b"), (#"a\ b c"#, "a b"), ("a;b", "a"), ("a&&b", "a"), ("", ""), ("'open", "open"),
    ])
    func `finds the first word`(_ command: String, _ word: String) {
        #expect(ShellWord.first(of: command) == word)
    }
}
