"""The kinds of repositories. Each function makes one in a fixture and answers with the checkout in which people start claude."""
KINDS = []


def kind(name, since="2.36"):
    """- since: the first git that knows it."""
    def add(make):
        KINDS.append((name, tuple(map(int, since.split("."))), make))
        return make
    return add


def commit(fixture, place):
    """Three files, the last of them in a directory, and an ignored one."""
    for name in ("one", "two", "deep/three"):
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"line {number}\n" for number in range(1, 31)))
    (place / ".gitignore").write_text("*.ignored\n")
    fixture.git("add", ".", at=place)
    fixture.git("commit", "-qm", "base", at=place)


def plain(fixture, *options, **settings):
    place = fixture.folder / "repo"
    fixture.git("init", "-q", *options, str(place), at=fixture.folder)
    for key, value in settings.items():
        fixture.git("config", key.replace("_", "."), value, at=place)
    commit(fixture, place)
    return place


def source(fixture):
    """A repository to clone from."""
    place = fixture.folder / "source"
    fixture.git("init", "-q", str(place), at=fixture.folder)
    commit(fixture, place)
    (place / "one").write_text((place / "one").read_text() + "line 31\n")
    fixture.git("commit", "-qam", "more", at=place)
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        fixture.git("config", key, "true", at=place)
    return place


def clone(fixture, *options):
    place = fixture.folder / "repo"
    fixture.git("clone", "-q", *options, f"file://{source(fixture)}", str(place), at=fixture.folder)
    return place


@kind("files")
def files(fixture):
    return plain(fixture)


@kind("reftable", since="2.45")
def reftable(fixture):
    return plain(fixture, "--ref-format=reftable")


@kind("SHA-256")
def sha256(fixture):
    return plain(fixture, "--object-format=sha256")


@kind("reftable, SHA-256", since="2.45")
def reftable_sha256(fixture):
    return plain(fixture, "--ref-format=reftable", "--object-format=sha256")


@kind("index version 4")
def index_version_4(fixture):
    return plain(fixture, index_version="4")


@kind("split index")
def split_index(fixture):
    return plain(fixture, core_splitIndex="true")


@kind("untracked cache")
def untracked_cache(fixture):
    return plain(fixture, core_untrackedCache="true")


@kind("fsmonitor", since="2.55")
def fsmonitor(fixture):
    return plain(fixture, core_fsmonitor="true")


@kind("sparse index")
def sparse_index(fixture):
    place = plain(fixture)
    for name in ("kept", "left"):
        (place / name).mkdir()
        (place / name / "file").write_text(name)
    fixture.git("add", ".", at=place)
    fixture.git("commit", "-qm", "directories", at=place)
    fixture.git("sparse-checkout", "set", "--cone", "--sparse-index", "deep", "kept", at=place)
    return place


@kind("partial clone")
def partial(fixture):
    return clone(fixture, "--filter=blob:none")


@kind("shallow clone")
def shallow(fixture):
    return clone(fixture, "--depth=1")


@kind("scalar", since="2.38")
def scalar(fixture):
    place = plain(fixture)
    # What `scalar register` sets, without its maintenance, which belongs to the machine.
    for key, value in {
            "am.keepCR": "true", "commitGraph.generationVersion": "1", "core.autoCRLF": "false", "core.logAllRefUpdates": "true",
            "core.safeCRLF": "false", "core.untrackedCache": "true", "feature.experimental": "false", "feature.manyFiles": "false",
            "fetch.showForcedUpdates": "false", "fetch.unpackLimit": "1", "fetch.writeCommitGraph": "false", "gc.auto": "0",
            "index.skipHash": "false", "index.threads": "true", "index.version": "4", "merge.renames": "true", "merge.stat": "false",
            "pack.useBitmaps": "false", "pack.usePathWalk": "true", "status.aheadBehind": "false"}.items():
        fixture.git("config", key, value, at=place)
    return place


@kind("relative worktrees", since="2.48")
def relative_worktrees(fixture):
    return plain(fixture, worktree_useRelativePaths="true")


@kind("worktreeConfig")
def worktree_config(fixture):
    place = plain(fixture, extensions_worktreeConfig="true")
    fixture.git("config", "--worktree", "core.ignoreStat", "false", at=place)
    return place


@kind("bare with worktrees")
def bare(fixture):
    bare = fixture.folder / "repo.git"
    fixture.git("clone", "-q", "--bare", f"file://{source(fixture)}", str(bare), at=fixture.folder)
    fixture.git("worktree", "add", "-q", str(fixture.folder / "repo"), "main", at=bare)
    return fixture.folder / "repo"


@kind("submodule")
def submodule(fixture):
    super_project = fixture.folder / "super"
    fixture.git("init", "-q", str(super_project), at=fixture.folder)
    fixture.git("submodule", "--quiet", "add", f"file://{source(fixture)}", "repo", at=super_project)
    fixture.git("commit", "-qm", "super", at=super_project)
    return super_project / "repo"


@kind("with a submodule that every worktree checks out")
def with_submodule(fixture):
    place = plain(fixture)
    fixture.git("submodule", "--quiet", "add", f"file://{source(fixture)}", "library", at=place)
    fixture.git("commit", "-qm", "library", at=place)
    fixture.run(["parallel-cc", "config", "set", "worktree.postCreate", "git submodule --quiet update --init"], place)
    return place


@kind("separate git directory")
def separate(fixture):
    return plain(fixture, f"--separate-git-dir={fixture.folder / 'store'}")
