import HookCore
import Testing

@testable import HeartbeatHook

@Suite struct StashActTests {
    private func found(_ text: String) -> [String] {
        StashAct.find(in: ShellReader.destructiveCalls(in: text, at: "/w", home: nil)).map { act in
            let kind =
                switch act.kind {
                case .push: "push"
                case .take(let number): "take \(number.map(String.init) ?? "?")"
                case .clear: "clear"
                }
            return act.directory == "/w" ? kind : "\(kind) in \(act.directory)"
        }
    }

    @Test(arguments: [
        ("git stash pop", ["take 0"]), ("git stash drop", ["take 0"]), ("git stash clear", ["clear"]),
        ("git stash pop --index -q", ["take 0"]), ("git stash drop stash@{2}", ["take 2"]),
        ("git stash pop 1", ["take 1"]), ("git stash pop 'stash@{3}'", ["take 3"]),
        ("git stash drop refs/stash@{4}", ["take 4"]), ("git stash branch fix", ["take 0"]),
        ("git stash branch fix stash@{1}", ["take 1"]), ("git stash pop \"$n\"", ["take ?"]),
        ("git stash drop stash@{yesterday}", ["take ?"]), ("git stash", ["push"]), ("git stash -u", ["push"]),
        ("git stash push -m 'git stash pop'", ["push"]), ("git stash save x", ["push"]),
        ("git stash list; git stash show -p; git stash apply", []), ("git stash --help", []),
        ("git stash && make && git stash pop", ["push", "take 0"]),
        ("git stash drop; git stash drop", ["take 0", "take 0"]),
    ]) func `acts of git`(_ text: String, _ acts: [String]) {
        #expect(found(text) == acts)
    }

    @Test(arguments: [
        ("cd x && git stash pop", ["take 0 in /w/x"]), ("cd /y; git stash pop", ["take 0 in /y"]),
        ("(cd x; git stash pop); git stash drop", ["take 0 in /w/x", "take 0"]),
        ("git -C x -C y stash pop", ["take 0 in /w/x/y"]), ("git -C /a stash pop", ["take 0 in /a"]),
        ("git -c a.b=c --no-pager stash pop", ["take 0"]), ("cd \"$d\" && git stash pop", ["take 0"]),
        ("cd ~/x && git stash pop", ["take 0"]), ("cd - && git stash pop", ["take 0"]),
        ("cd -- \"$PWD\" && git stash pop", ["take 0"]), ("git reflog delete refs/stash@{1}", ["take 1"]),
        ("git reflog expire --expire=now refs/stash", ["clear"]), ("git reflog delete HEAD@{1}", []),
        ("git update-ref -d refs/stash", ["clear"]), ("git update-ref -d refs/heads/stash", []),
        ("git --git-dir=/x stash pop", ["take 0 in /x"]),
        ("GIT_DIR=/x git stash pop", ["take 0 in /x"]), ("A=1 B='2 3' git stash pop", ["take 0"]),
        ("git -C '' stash pop", ["take 0"]),
    ]) func `where it happens`(_ text: String, _ acts: [String]) {
        #expect(found(text) == acts)
    }

    @Test(arguments: [
        ("echo a | git stash pop 2>&1 | tail -1", ["take 0"]), ("git stash pop>out 2>/dev/null&", ["take 0"]),
        ("git \\\n  stash \\\n  pop", ["take 0"]), ("g'i't \"stash\" p\\op", ["take 0"]),
        ("if git stash pop; then :; else git stash drop; fi", ["take 0", "take 0"]),
        ("for i in 1 2; do git stash drop; done", ["take 0", "take 0"]), ("! git stash pop", ["take 0"]),
        ("{ git stash pop; }", ["take 0"]), ("x=$(git stash pop)", ["take 0"]),
        ("echo \"a $(cd y && git stash drop 1) b\"; git stash clear", ["take 1 in /w/y", "clear"]),
        ("echo `git stash pop`", ["take 0"]), ("cat <(git stash pop)", ["take 0"]),
        ("echo $((1 + (2))) $(echo (x)); git stash pop", ["take 0"]),
        ("env -u X Y=1 git stash pop", ["take 0"]), ("sudo -u bob git stash pop", ["take 0"]),
        ("timeout -k 1 10 git stash pop", ["take 0"]), ("time -p nice -n 5 git stash pop", ["take 0"]),
        ("/usr/bin/git stash pop", ["take 0"]), ("bash -lc 'cd z; git stash pop'", ["take 0 in /w/z"]),
        ("sh -e -c \"git stash pop\" && git stash drop", ["take 0", "take 0"]), ("eval git stash pop", ["take 0"]),
        ("git stash pop # and then", ["take 0"]),
    ]) func asShellsSeeIt(_ text: String, _ acts: [String]) {
        #expect(found(text) == acts)
    }

    @Test(
        arguments: [
            "echo git stash pop", "echo 'x; git stash pop'", "echo \"x && git stash pop\"", "# git stash pop",
            "ls # ; git stash pop", "git commit -m 'explain\ngit stash pop\n'", "cat <<EOF\ngit stash pop\nEOF",
            "cat <<-'END' > f\n\tgit stash pop\n\tEND\necho", "grep 'stash pop' git", "git log --grep stash pop",
            "python3 - <<X\ngit stash clear\nX\n", "echo \\; git stash pop", "> git stash pop", "stash pop", "", "git",
            "cat <<< 'git stash pop'", "mygit stash pop", "\"git stash pop\"",
        ]) func `what is no command`(_ text: String)
    {
        #expect(found(text).isEmpty)
    }

    @Test func `after a here document the shell goes on`() {
        #expect(found("cat <<A <<B\ngit stash clear\nA\ngit stash clear\nB\ngit stash pop") == ["take 0"])
        #expect(found("cat <<A; git stash drop\ngit stash clear\nA") == ["take 0"])
    }

    /// Whatever it is given, it ends.
    @Test(arguments: [
        "'", "\"", "$(", "`", "${", "$'", "<<", "((", "\\", "git stash pop '", "$('", "\"$(\"", "<<<", "&>", "2>", "))",
    ]) func brokenText(_ text: String) {
        for repeated in [1, 3, 40] {
            _ = found("stash " + String(repeating: text, count: repeated))
        }
    }

    @Test func `long text is read in one go`() {
        let text = String(repeating: "echo 'a b' \"$x\" > f; ", count: 10_000) + "git stash pop"
        // More steps than anybody types are not followed.
        #expect(found(text).isEmpty)
        #expect(found(String(repeating: "x ", count: 100_000) + "; git stash pop") == ["take 0"])
        _ = found(String(repeating: "$(", count: 100_000) + "stash")
        #expect(found(String(repeating: "env ", count: 50_000) + "git stash pop").isEmpty)
    }

    @Test func `every prefix is read without fail`() {
        let text = Array("(cd \"a$(b 'c')\" && git -C x stash pop 2>&1) <<E | `d` # e\nf\nE\n$'g\\'' ${h}".utf8)
        for length in 0...text.count { _ = ShellScanner.steps(of: text[..<length]) }
    }
}
