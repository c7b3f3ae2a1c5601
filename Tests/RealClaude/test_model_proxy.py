"""The model proxy: claude without a key and without a route reaches the model through a socket of the host."""
import contextlib
import json
import shutil
import socket
import subprocess

from fixture import SYSTEM_PATH, bash, equal, expect, write

KEY = "sk-ant-the-true-key"
TOKEN = "token-of-the-task"


@contextlib.contextmanager
def proxy(fixture, **variables):
    """The proxy of a task whose API is the fixture's; yields the path of its socket and what it has logged so far."""
    # The fixture's folder may be too long for the path of a socket.
    data = fixture.work / "p"
    folder = data / "model/v1"
    process = subprocess.Popen([str(fixture.bin / "parallel-cc-sandbox"), "proxy"], stdin=subprocess.DEVNULL,
                               env={"PARALLEL_CC_DATA_DIR": str(data), "PATH": SYSTEM_PATH})
    try:
        fixture.until("the proxy listens", lambda: (folder / "control.sock").exists() or process.poll() is not None)
        with socket.socket(socket.AF_UNIX) as control:
            control.connect(str(folder / "control.sock"))
            known = {"HOME": str(fixture.folder / "nobody"), "ANTHROPIC_BASE_URL": f"http://127.0.0.1:{fixture.port}"}
            request = {"register": "t1", "token": TOKEN, "seconds": 600, "variables": {**known, **variables}}
            control.sendall(json.dumps(request).encode() + b"\n")
            equal(control.makefile().readline(), "{}\n", "the proxy's answer")
        yield folder / "shared/model.sock", lambda: (folder / "proxy.log").read_text() if (folder / "proxy.log").exists() else ""
    finally:
        process.terminate()
        equal(process.wait(10), 0, "exit status of the proxy")
        shutil.rmtree(data)


def lead_through(fixture, path, base="http://model.invalid"):
    fixture.extra = {"ANTHROPIC_UNIX_SOCKET": str(path), "ANTHROPIC_BASE_URL": base, "ANTHROPIC_API_KEY": "",
                     "ANTHROPIC_AUTH_TOKEN": TOKEN, "CLAUDE_CODE_MAX_RETRIES": "1"}


def test_a_session_works_through_the_proxy(fixture):
    """Tools run, answers stream, two sessions at once; the API sees the true key alone, and the sessions never do."""
    fixture.scenario(worker=[{"tools": [write("new.txt", "made\n")]}, {"tools": [bash("env")]}, {"text": "Done."}],
                     other=[{"text": "Here too."}])
    with proxy(fixture, ANTHROPIC_API_KEY=KEY) as (path, log):
        lead_through(fixture, path)
        sessions = [fixture.start(name, plain=True) for name in ("worker", "other")]
        equal([session.wait() for session in sessions], [0, 0], "exit statuses")
        equal(log(), "", "what the proxy complains about")
    equal((fixture.repository / "new.txt").read_text(), "made\n", "what the tool wrote")
    equal([session.first("result").get("result") for session in sessions], ["Done.", "Here too."], "results")
    bodies = [json.loads(path.read_text()) for path in sorted((fixture.folder / "api/bodies").glob("*.json"))]
    expect(len(bodies) >= 4, "requests to the API:", len(bodies))
    for body in bodies:
        headers = {name.lower(): value for name, value in body["headers"].items()}
        equal(headers.get("x-api-key"), KEY, f"the key of {body['path']}")
        expect(TOKEN not in json.dumps(headers), "the token came to the API")
        expect(KEY not in json.dumps(body["body"]), "the key came to a session")


def test_a_missing_credential_is_told(fixture):
    """Without a credential on the host the session ends at once, and says what to do."""
    fixture.scenario(worker=[{"text": "Done."}])
    # A login is for Anthropic's own API, which is not asked here: nobody has logged in.
    with proxy(fixture, ANTHROPIC_BASE_URL="") as (path, log):
        lead_through(fixture, path)
        session = fixture.run("worker", plain=True, status=1)
        said = log()
    expect("run claude on the host and log in" in session.first("result").get("result", ""), session.first("result"))
    equal(said.count("POST /v1/messages: 401"), 1, f"requests that were answered with 401 in {said}")
