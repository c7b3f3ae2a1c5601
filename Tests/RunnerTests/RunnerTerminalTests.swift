import Testing

/// Keys, size and loss of a real terminal work as without us.
@Suite(.enabled(if: Terminal.isInstalled, "tmux is not installed"))
struct RunnerTerminalTests {
    private let run = "\"$STAGE/bin/parallel-cc-run\""
    private let tellStatus = "echo \"status $?\" >\"$STAGE/signpost\""

    @Test func `control c reaches claude once`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude(
            """
            n=0; trap 'n=$((n+1)); echo "int $n" >"$STAGE/signpost"' INT
            echo ready >"$STAGE/signpost"
            until read -r line && [ "$line" = end ]; do :; done
            exit 5
            """)
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        try terminal.press("C-c")
        #expect(try fixture.signpost.next() == "int 1")
        try terminal.type("end")
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 5")
        #expect(fixture.releases.count == 1)
    }

    @Test func `control c ends a claude that does not catch it`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude("echo ready >\"$STAGE/signpost\"; exec cat")
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        try terminal.press("C-c")
        try terminal.awaitShell()
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 130")
        #expect(fixture.releases.count == 1)
    }

    @Test func `control c while registering`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(
            """
            sleep 1000 &
            n=0; trap 'n=$((n+1)); kill -9 $!; echo "undo $n" >"$STAGE/signpost"; exit 130' INT
            echo ready >"$STAGE/signpost"; wait
            """)
        try fixture.claude("echo started >\"$STAGE/signpost\"")
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        try terminal.press("C-c")
        #expect(try fixture.signpost.next() == "undo 1")
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 130")
        #expect(fixture.releases.isEmpty)
    }

    @Test func `control z and foreground`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude(
            """
            trap 'echo on >"$STAGE/signpost"' CONT
            echo ready >"$STAGE/signpost"
            until read -r line; do :; done
            echo "got $line" >"$STAGE/signpost"
            exit 3
            """)
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        for _ in 1...2 {
            try terminal.press("C-z")
            try terminal.awaitShell()
            try terminal.type("jobs >\"$STAGE/jobs\"")
            try terminal.awaitShell()
            #expect(fixture.scratch.read("jobs").contains("Stopped"))
            try terminal.type("fg")
            #expect(try fixture.signpost.next() == "on")
        }
        try terminal.type("hello")
        #expect(try fixture.signpost.next() == "got hello")
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 3")
        #expect(fixture.releases.count == 1)
    }

    @Test func `control z while registering`() throws {
        let fixture = try RunnerFixture()
        try fixture.register(
            """
            echo ready >"$STAGE/signpost"; read -r line <"$STAGE/go"; cat "$STAGE/answer"
            """)
        try fixture.claude("echo started >\"$STAGE/signpost\"; exit 3")
        let terminal = try Terminal(fixture)
        try terminal.type("mkfifo \"$STAGE/go\"; \(run)")
        #expect(try fixture.signpost.next() == "ready")
        try terminal.press("C-z")
        try terminal.awaitShell()
        try terminal.type("bg; echo on >\"$STAGE/go\"; fg")
        #expect(try fixture.signpost.next() == "started")
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 3")
    }

    @Test func `resize reaches claude`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude(
            """
            trap 'stty size >"$STAGE/signpost"' WINCH
            echo ready >"$STAGE/signpost"
            until read -r line && [ "$line" = end ]; do :; done
            """)
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        try terminal.resize(columns: 100, rows: 40)
        #expect(try fixture.signpost.next() == "40 100")
        try terminal.type("end")
        try terminal.type(tellStatus)
        #expect(try fixture.signpost.next() == "status 0")
    }

    @Test func `closed terminal ends claude and still releases`() throws {
        let fixture = try RunnerFixture()
        try fixture.claude(
            """
            trap 'echo hangup >"$STAGE/signpost"; kill -9 $!; exit 1' HUP
            sleep 1000 &
            echo ready >"$STAGE/signpost"
            while :; do wait; done
            """)
        try fixture.release("echo nobody reads this; echo released >\"$STAGE/signpost\"")
        let terminal = try Terminal(fixture)
        try terminal.type(run)
        #expect(try fixture.signpost.next() == "ready")
        try terminal.close()
        #expect(try fixture.signpost.next() == "hangup")
        var said = try fixture.signpost.next()
        if said == "hangup" { said = try fixture.signpost.next() }
        #expect(said == "released")
        #expect(fixture.releases.count == 1)
    }
}
