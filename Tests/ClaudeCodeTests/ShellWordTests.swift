import Exec
import Testing

@testable import ClaudeCode

@Suite struct ShellWordTests {
    @Test(arguments: [
        ("/usr/bin/x-1_2.sh", "/usr/bin/x-1_2.sh"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'\''s'"#),
        ("$HOME", "'$HOME'"),
        ("~/x", "'~/x'"), ("ü", "ü"), ("a\nb", "'a\nb'"), ("a'\u{301};b", #"'a'\''"# + "\u{301};b'"),
    ])
    func `quotes`(_ text: String, _ quoted: String) {
        #expect(ShellWord.quote(text) == quoted)
        #expect(ShellWord.first(of: "  " + quoted + " rest") == text)
    }

    @Test(arguments: [
        (#""$HOME/a b" c"#, "$HOME/a b"), (#"a\ b c"#, "a b"), ("a;b", "a"), ("a&&b", "a"), ("", ""), ("'open", "open"),
    ])
    func `finds the first word`(_ command: String, _ word: String) {
        #expect(ShellWord.first(of: command) == word)
    }
}
