import Coordinator
import Testing

struct RedactorTests {
    private let redactor: Redactor

    init() {
        var names = Pseudonyms()
        names.add(repositories: ["/home/ann/my shop/.git", "/srv/bare.git"])
        names.add(["/home/ann/my shop-worktrees/quiet"], as: "worktree")
        names.add(["2f4c7d1e-0000-4000-8000-00000000abcd"], as: "session")
        names.add(["feature/login", "feature", "main"], as: "branch")
        names.add("/home/ann", named: "~")
        names.add("ann", named: "user-name")
        redactor = Redactor(names)
    }

    @Test(arguments: [
        // Known values, the longest first.
        ("/home/ann/my shop/.git is broken", "repository-1/.git is broken"),
        ("fetch from /srv/bare.git", "fetch from repository-2"),
        ("/home/ann/my shop-worktrees/quiet was left half made", "worktree-1 was left half made"),
        ("from 2f4c7d1e-0000-4000-8000-00000000abcd", "from session-1"),
        ("feature/login into main", "branch-1 into main"), ("of feature, by ann", "of branch-2, by user-name"),
        ("/home/ann/.claude/settings.json", "~/.claude/settings.json"),
        // Only whole words: these are others.
        ("features of annabel", "features of annabel"),
    ])
    func `known values have pseudonyms`(_ text: String, _ expected: String) {
        #expect(redactor.redacted(text) == expected)
    }

    @Test(arguments: [
        ("/usr/bin/git is there", "/usr/bin/git is there"), ("/etc/gitconfig", "/etc/gitconfig"),
        ("/opt/acme/bin/claude", "/opt/<path>"), ("/usr/../home/bob/x", "<path>"),
        ("/mnt/acme is old", "<path> is old"), ("in /mnt/acme.", "in <path>."), ("(/mnt/acme)", "(<path>)"),
        ("/home/ann/acme/x, and more", "~/<path>, and more"),
        (
            "/home/ann/my shop/acme plan/x names /mnt/b c/d, which is not there",
            "repository-1/<path> names <path>, which is not there"
        ),
        ("/home/anna/x", "<path>"), ("/home/ann-old/x", "<path>"), ("--git-dir=/mnt/acme", "<path>"),
        ("acme/plan.md", "<path>"),
    ])
    func `other paths go`(_ text: String, _ expected: String) {
        #expect(redactor.redacted(text) == expected)
    }

    @Test(arguments: [
        "https://ann:hunter2@host.example/x.git", "hunter2@example.org", "git@hunter2.example:x.git",
        "password=hunter2",
        "password: hunter2 hunter2", #"{"a":"b","api_token":"hunter2"}"#, "AWS_SECRET_ACCESS_KEY=hunter2",
        "--password hunter2", "Authorization: Bearer hunter2", "secret = hunter2", "sk-ant-hunter2-aaaaaaaaaaaaaa",
        "'ghp_hunter2aaaaaaaaaaaaaaaaaaaaaa'", "https://example.org/?q=hunter2", "pass the token 'token=hunter2'",
        "PASSWORD=\"hunter2 and hunter2\"",
    ])
    func `what looks like a secret goes`(_ text: String) {
        let redacted = redactor.redacted("before it: \(text)")
        #expect(!redacted.contains("hunter2"))
        #expect(redacted.hasPrefix("before it: "))
        #expect(redacted.contains("<redacted>"))
    }

    @Test(arguments: [
        "git version 2.39.5", "3.40.1, with the WAL-reset fault (mended in 3.51.3), which does no harm here: as told",
        "inside the program: libgit2-dev 1.5.1+ds-1+deb12u2, zlib1g-dev 1:1.3.dfsg+really1.3.1-1+b1",
        "held from before claude -w began them anew: 3", "without a session: 2; sessions lost: 1",
    ])
    func `our own sentences stay`(_ text: String) {
        #expect(redactor.redacted(text) == text)
    }
}
