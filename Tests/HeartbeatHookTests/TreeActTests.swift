import HookCore
import Testing

@testable import HeartbeatHook

/// Which lines of shell throw files away, and where.
@Suite struct TreeActTests {
    private func found(_ text: String) -> [String] {
        TreeAct.find(in: ShellReader.destructiveCalls(in: text, at: "/w", home: "/h")).map { act in
            let condition = act.condition.map { " if \($0.text)" } ?? ""
            return "\(act.reach) \(act.path.text)\(act.path.isPattern ? " (pattern)" : "")\(condition)"
        }
    }

    @Test(arguments: [
        "git reset --hard", "git reset -q --hard HEAD~3", "git reset --merge", "git checkout -f", "git checkout .",
        "git checkout -- a", "git checkout HEAD -- a b", "git checkout HEAD a", "git checkout --force main",
        "git restore .", "git restore -SW a", "git restore --source=HEAD a", "git switch -f main",
        "git switch --discard-changes main", "git clean -d -f", "git clean -x -f", "git stash", "git stash -u",
        "git stash push a", "git stash pop", "git stash apply", "git read-tree -u --reset HEAD",
        "git read-tree -mu a b",
        "git checkout-index -f -a", "git rm -r .", "git merge --abort", "git rebase --skip", "git cherry-pick --abort",
        "git submodule deinit -f --all", "git submodule foreach --recursive 'git reset --hard'",
        "git --no-pager reset --hard",
        "git -c a=b reset --hard", "find . -name x -path y -delete", "GIT_WORK_TREE=. git reset --hard",
    ]) func `what throws away`(_ text: String) {
        #expect(found(text).count == 1, "\(found(text))")
        #expect(found(text).allSatisfy { $0.hasPrefix("tree /w") }, "\(found(text))")
        #expect(found("cd /x && \(text)").allSatisfy { $0.hasPrefix("tree /x") })
    }

    @Test(arguments: [
        "git reset", "git reset --soft HEAD~1", "git checkout main", "git checkout -b new main",
        "git restore --staged .",
        "git restore -S a", "git switch main", "git clean -n -d -f", "git clean --dry-run", "git stash list",
        "git stash show -p",
        "git stash drop", "git read-tree HEAD", "git rm --cached a", "git merge --continue", "git worktree list",
        "git commit -m 'reset --hard; rm -rf .'", "echo rm -rf /x", "grep -r 'git reset --hard' .", "rsync -a a/ b/",
        "find . -name x", "find . -exec grep rm {} +", "rm", "rm -rf \"$unknown\"", "rm -rf \"$(cat list)\"",
        "cd \"$x\"; git reset --hard",
        "ssh host rm -rf /x", "docker exec c rm -rf /x", "git --help reset --hard", "npm run clean", "make clean",
        "cat <<E\nrm -rf /x\nE", "rsync -a --delete a/ host:b/",
    ]) func `what does not`(_ text: String) {
        #expect(found(text).filter { !$0.contains(" if ") }.isEmpty, "\(found(text))")
    }

    @Test(arguments: [
        ("git -C /x reset --hard", ["tree /x"]), ("git -C x -C y reset --hard", ["tree /w/x/y"]),
        ("cd /x && git reset --hard", ["tree /x"]),
        ("(cd /x; git reset --hard); git reset --hard", ["tree /x", "tree /w"]),
        ("pushd /x; git reset --hard; popd; git reset --hard", ["tree /x", "tree /w"]),
        ("cd /x; cd -; git reset --hard", ["tree /w"]), ("cd; git reset --hard", ["tree /h"]),
        ("git --work-tree=/x reset --hard", ["tree /x"]),
        ("git --work-tree /x --git-dir /y reset --hard", ["tree /x", "tree /y"]),
        ("git --git-dir=/x/.git reset --hard", ["tree /w", "tree /x/.git"]),
        ("GIT_WORK_TREE=/x git reset --hard", ["tree /x"]), ("export GIT_WORK_TREE=/x; git reset --hard", ["tree /x"]),
        ("git -c core.worktree=/x reset --hard", ["tree /x"]), ("env -C /x git reset --hard", ["tree /x"]),
        ("sudo -u bob git -C /x reset --hard", ["tree /x"]), ("sudo --chdir=/x git reset --hard", ["tree /x"]),
        ("bash -c 'cd /x && git reset --hard'", ["tree /x"]), ("git checkout x", ["tree /w if /w/x"]),
        ("git clean -d -f -f", ["worktrees /w"]), ("git clean -d -ff sub", ["entry /w/sub"]),
        ("git worktree remove /x --force", ["worktree /x"]), ("git worktree move x y", ["worktree /w/x"]),
    ]) func `where git does it`(_ text: String, _ acts: [String]) {
        #expect(found(text) == acts)
    }

    @Test(arguments: [
        ("rm -rf /x", ["entry /x"]), ("rm -rf x y", ["entry /w/x", "entry /w/y"]), ("rm -rf -- -x", ["entry /w/-x"]),
        ("\\rm -rf /x", ["entry /x"]), ("/bin/rm -rf /x/", ["contents /x/"]), ("command rm /x", ["entry /x"]),
        ("rm -rf ~/x", ["entry /h/x"]), ("rm -rf \"$HOME/x\" ${HOME}/y", ["entry /h/x", "entry /h/y"]),
        ("rm -rf $PWD/x", ["entry /w/x"]), ("T=/x; rm -rf \"$T\"", ["entry /x"]),
        ("T=/x && rm -rf \"${T}/y\"", ["entry /x/y"]),
        ("export T=/x; (T=/z); rm -rf $T", ["entry /x"]), ("L='/x /y'; rm -rf $L", ["entry /x", "entry /y"]),
        ("rm -rf /x/{a,b}", ["entry /x/b", "entry /x/a"]), ("rm -rf /x/*", ["entry /x/* (pattern)"]),
        ("rm -rf '/x/*'", ["entry /x/*"]), ("mv /x /y", ["entry /x"]), ("mv -t /y /x /z", ["entry /x", "entry /z"]),
        ("find /x -delete", ["contents /x"]), ("find /x /y -type f -exec rm {} +", ["contents /x", "contents /y"]),
        ("find -delete", ["contents /w/."]), ("rsync -a --delete /a/ /x/", ["contents /x/"]),
        ("rsync --remove-source-files /x/a /b", ["contents /x/a"]), ("unlink /x", ["entry /x"]),
        ("ls | xargs -n 1 rm -rf /x", ["entry /x"]), ("trap 'rm -rf /x' EXIT", ["entry /x"]),
        ("f() { rm -rf /x; }; f", ["entry /x"]), ("[ -d /x ] && rm -rf /x", ["entry /x"]),
        ("if true; then rm -rf /x; fi", ["entry /x"]), ("timeout 5 nice rm -rf /x", ["entry /x"]),
        ("mv -t/y /x /z", ["entry /x", "entry /z"]), ("mv -ft /y /x", ["entry /x"]), ("mv -t$y /x", ["entry /x"]),
        ("mv --target-directory=/y /x", ["entry /x"]), ("mv --target-directory /y /x", ["entry /x"]),
        ("cd ~>/dev/null; rm x", ["entry /h/x"]), ("cd ~</dev/null && rm x", ["entry /h/x"]),
    ]) func `what other programs do`(_ text: String, _ acts: [String]) {
        #expect(found(text) == acts)
    }

    @Test(arguments: [
        "timeout --signal KILL 5", "timeout --kill-after=3 --signal=KILL 5", "timeout -k3 -sKILL 5", "sudo --user x",
        "sudo -nu x", "sudo -ux", "sudo -u$x", "sudo --user=$x", "sudo --group g -E", "nice --adjustment 5", "nice -n5",
        "ionice --class 2 -n 7",
        "stdbuf --output L", "env --unset A", "flock --timeout 5 lock", "xargs --max-args 1", "xargs -0n 1",
        "timeout --foreground 5",
    ]) func `programs that run others, and their options`(_ runner: String) {
        #expect(found("\(runner) rm -rf /x") == ["entry /x"])
    }

    @Test(arguments: ["env -C/x", "env --chdir /x", "sudo --chdir=/x", "sudo -nD /x"])
    func `programs that run others elsewhere`(_ runner: String) {
        #expect(found("\(runner) rm -rf y") == ["entry /x/y"])
    }

    @Test(arguments: [
        ("for d in /x /y; do git -C $d reset --hard; done; git reset --hard", ["tree /x", "tree /y", "tree /w"]),
        ("for d in a b; do (cd \"$d\" && git stash -u); done", ["tree /w/a", "tree /w/b"]),
        ("for d in /x/*; do rm -rf \"$d/y\"; done", ["entry /x/*/y"]),
        ("for d in /x/*; do git -C $d checkout .; done", ["tree /x/* (pattern)"]),
        (
            "for a in 1 2; do for b in 3 4; do rm /$a/$b; done; done; rm /z",
            ["entry /1/3", "entry /1/4", "entry /2/3", "entry /2/4", "entry /z"]
        ),
        ("while read -r d; do rm -rf \"$d\"; done < list; rm -rf /x", ["entry /x"]),
        ("for d in $(ls); do rm -rf $d; done", []),
    ]) func `loops are followed`(_ text: String, _ acts: [String]) {
        #expect(found(text).map { $0.replacing("/y (pattern)", with: "/y") } == acts)
    }

    @Test func `loops in loops end`() {
        let values = (0..<80).map(String.init).joined(separator: " ")
        let text =
            String(repeating: "for i in \(values); do ", count: 8) + "rm -rf /x/$i;"
            + String(repeating: " done;", count: 8)
        #expect(!found(text).isEmpty)
    }
}
