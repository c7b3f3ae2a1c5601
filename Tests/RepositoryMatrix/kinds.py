"""The kinds of repositories. Each function makes one in a world and answers with the checkout in which people start claude."""
KINDS = []


def kind(name, since="2.36"):
    """- since: the first git that knows it."""
    def add(make):
        KINDS.append((name, tuple(map(int, since.split("."))), make))
        return make
    return add


def commit(world, place):
    """Three files, the last of them in a directory, and an ignored one."""
    for name in ("one", "two", "deep/three"):
        path = place / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(f"line {number}\n" for number in range(1, 31)))
    (place / ".gitignore").write_text("*.ignored\n")
    world.git("add", ".", at=place)
    world.git("commit", "-qm", "base", at=place)


def plain(world, *options, **settings):
    place = world.folder / "repo"
    world.git("init", "-q", *options, str(place), at=world.folder)
    for key, value in settings.items():
        world.git("config", key.replace("_", "."), value, at=place)
    commit(world, place)
    return place


def source(world):
    """A repository to clone from."""
    place = world.folder / "source"
    world.git("init", "-q", str(place), at=world.folder)
    commit(world, place)
    (place / "one").write_text((place / "one").read_text() + "line 31\n")
    world.git("commit", "-qam", "more", at=place)
    for key in ("uploadpack.allowFilter", "uploadpack.allowAnySHA1InWant"):
        world.git("config", key, "true", at=place)
    return place


def clone(world, *options):
    place = world.folder / "repo"
    world.git("clone", "-q", *options, f"file://{source(world)}", str(place), at=world.folder)
    return place


@kind("files")
def files(world):
    return plain(world)


@kind("reftable", since="2.45")
def reftable(world):
    return plain(world, "--ref-format=reftable")


@kind("SHA-256")
def sha256(world):
    return plain(world, "--object-format=sha256")


@kind("reftable, SHA-256", since="2.45")
def reftable_sha256(world):
    return plain(world, "--ref-format=reftable", "--object-format=sha256")


@kind("index version 4")
def index_version_4(world):
    return plain(world, index_version="4")


@kind("split index")
def split_index(world):
    return plain(world, core_splitIndex="true")


@kind("untracked cache")
def untracked_cache(world):
    return plain(world, core_untrackedCache="true")


@kind("fsmonitor", since="2.55")
def fsmonitor(world):
    return plain(world, core_fsmonitor="true")


@kind("sparse index")
def sparse_index(world):
    place = plain(world)
    for name in ("kept", "left"):
        (place / name).mkdir()
        (place / name / "file").write_text(name)
    world.git("add", ".", at=place)
    world.git("commit", "-qm", "directories", at=place)
    world.git("sparse-checkout", "set", "--cone", "--sparse-index", "deep", "kept", at=place)
    return place


@kind("partial clone")
def partial(world):
    return clone(world, "--filter=blob:none")


@kind("shallow clone")
def shallow(world):
    return clone(world, "--depth=1")


@kind("scalar", since="2.38")
def scalar(world):
    place = plain(world)
    # What `scalar register` sets, without its maintenance, which belongs to the machine.
    for key, value in {
            "am.keepCR": "true", "commitGraph.generationVersion": "1", "core.autoCRLF": "false", "core.logAllRefUpdates": "true",
            "core.safeCRLF": "false", "core.untrackedCache": "true", "feature.experimental": "false", "feature.manyFiles": "false",
            "fetch.showForcedUpdates": "false", "fetch.unpackLimit": "1", "fetch.writeCommitGraph": "false", "gc.auto": "0",
            "index.skipHash": "false", "index.threads": "true", "index.version": "4", "merge.renames": "true", "merge.stat": "false",
            "pack.useBitmaps": "false", "pack.usePathWalk": "true", "status.aheadBehind": "false"}.items():
        world.git("config", key, value, at=place)
    return place


@kind("relative worktrees", since="2.48")
def relative_worktrees(world):
    return plain(world, worktree_useRelativePaths="true")


@kind("worktreeConfig")
def worktree_config(world):
    place = plain(world, extensions_worktreeConfig="true")
    world.git("config", "--worktree", "core.ignoreStat", "false", at=place)
    return place


@kind("bare with worktrees")
def bare(world):
    bare = world.folder / "repo.git"
    world.git("clone", "-q", "--bare", f"file://{source(world)}", str(bare), at=world.folder)
    world.git("worktree", "add", "-q", str(world.folder / "repo"), "main", at=bare)
    return world.folder / "repo"


@kind("submodule")
def submodule(world):
    super_project = world.folder / "super"
    world.git("init", "-q", str(super_project), at=world.folder)
    world.git("submodule", "--quiet", "add", f"file://{source(world)}", "repo", at=super_project)
    world.git("commit", "-qm", "super", at=super_project)
    return super_project / "repo"


@kind("with a submodule that every worktree checks out")
def with_submodule(world):
    place = plain(world)
    world.git("submodule", "--quiet", "add", f"file://{source(world)}", "library", at=place)
    world.git("commit", "-qm", "library", at=place)
    world.run(["parallel-cc", "config", "set", "worktree.postCreate", "git submodule --quiet update --init"], place)
    return place


@kind("separate git directory")
def separate(world):
    return plain(world, f"--separate-git-dir={world.folder / 'store'}")
