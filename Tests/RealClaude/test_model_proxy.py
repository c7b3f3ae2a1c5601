"""The model proxy: claude without a key and without a route reaches the model through a socket of the host."""
import contextlib
import json
import subprocess

from fixture import bash, equal, expect, write

KEY = "sk-ant-the-true-key"
PLACEHOLDER = "placeholder"


@contextlib.contextmanager
def proxy(fixture, **variables):
    """A proxy for the fixture's API; yields the path of its socket and its output so far."""
    # The fixture's folder may be too long for the path of a socket.
    folder = fixture.work / "p"
    socket, output = folder / "shared/model.sock", fixture.folder / "proxy.out"
    environment = {"HOME": str(fixture.folder / "nobody"), "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{fixture.port}", **variables}
    with open(output, "w") as out, open(fixture.folder / "proxy.err", "w") as err:
        process = subprocess.Popen([str(fixture.bin / "ModelProxyProgram"), str(socket)], env=environment, stdout=out,
                                   stderr=err, stdin=subprocess.DEVNULL)
    try:
        fixture.until("the proxy listens", lambda: "ready" in output.read_text() or process.poll() is not None)
        yield socket, output.read_text
    finally:
        process.terminate()
        equal(process.wait(10), 0, "exit status of the proxy")


def lead_through(fixture, socket, base="http://model.invalid"):
    fixture.extra = {"ANTHROPIC_UNIX_SOCKET": str(socket), "ANTHROPIC_BASE_URL": base, "ANTHROPIC_API_KEY": "",
                     "ANTHROPIC_AUTH_TOKEN": PLACEHOLDER, "CLAUDE_CODE_MAX_RETRIES": "1"}


def test_a_session_works_through_the_proxy(fixture):
    """Tools run, answers stream, two sessions at once; the API sees the true key alone, and the sessions never do."""
    fixture.scenario(worker=[{"tools": [write("new.txt", "made\n")]}, {"tools": [bash("env")]}, {"text": "Done."}],
                     other=[{"text": "Here too."}])
    with proxy(fixture, ANTHROPIC_API_KEY=KEY) as (socket, output):
        lead_through(fixture, socket)
        sessions = [fixture.start(name, plain=True) for name in ("worker", "other")]
        equal([session.wait() for session in sessions], [0, 0], "exit statuses")
    equal((fixture.repository / "new.txt").read_text(), "made\n", "what the tool wrote")
    equal([session.first("result").get("result") for session in sessions], ["Done.", "Here too."], "results")
    bodies = [json.loads(path.read_text()) for path in sorted((fixture.folder / "api/bodies").glob("*.json"))]
    expect(bodies, "no request has come to the API")
    for body in bodies:
        headers = {name.lower(): value for name, value in body["headers"].items()}
        equal(headers.get("x-api-key"), KEY, f"the key of {body['path']}")
        expect(PLACEHOLDER not in json.dumps(headers), "the placeholder came to the API")
        expect(KEY not in json.dumps(body["body"]), "the key came to a session")
    lines = [line for line in output().splitlines() if line.startswith("POST /v1/messages 200 ")]
    expect(len(lines) >= 4, "the proxy saw", output())
    expect(KEY not in output() + (fixture.folder / "proxy.err").read_text(), "the key is in the proxy's output")
    equal((fixture.folder / "proxy.err").read_text(), "", "what the proxy complains about")


def test_a_missing_credential_is_told(fixture):
    """Without a credential on the host the session ends at once, and says what to do."""
    fixture.scenario(worker=[{"text": "Done."}])
    # A login is for Anthropic's own API, which is not asked here: nobody has logged in.
    with proxy(fixture, ANTHROPIC_BASE_URL="") as (socket, output):
        lead_through(fixture, socket)
        session = fixture.run("worker", plain=True, status=1)
    expect("run claude on the host and log in" in session.first("result").get("result", ""), session.first("result"))
    equal(output().count("POST /v1/messages 401"), 1, f"requests that were answered with 401 in {output()}")
