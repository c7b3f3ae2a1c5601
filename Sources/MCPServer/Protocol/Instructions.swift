/// The description of the server, which Claude reads in every prompt; so it is short.
enum Instructions {
    static let text = """
        Several Claude Code sessions may work on this repository at once, each in a git worktree of its own; one file \
        in two worktrees is one thing here. Before larger edits: get_parallel_status (who works where), check_files \
        (who claims or changes these files). Claim what must not be changed by others meanwhile (claim_file, \
        claim_files; EXCLUSIVE is enforced) and release_file when done. When told that somebody holds a file, work on \
        something else, wait with waitSeconds, or send_message to its session. Before finishing: predict_conflicts \
        (uncommitted work of all sessions), check_conflicts (branches); rebase_assist brings your branch up to date, \
        queue_merge lines it up to land. notify_when_merged tells you later of a branch that you depend on. An error \
        is an error, never "no conflict".
        """
}
