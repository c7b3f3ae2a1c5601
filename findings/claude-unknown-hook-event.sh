#!/bin/bash
# Claude Code 2.1.327 (wheel claude-agent-sdk 0.2.184), an event in settings.json that it does not know, such as
# PreSkillShellCommand, which came with 2.1.332.
# Expected: ignored, as with -p. Seen: in a terminal it asks at every start ("Settings Warning", with Continue, Fix, Exit), and
# what is typed meanwhile answers that question. Nobody who writes hooks for a newer version can leave them in the settings of
# an older one: install asks for the version first. Needs Linux namespaces and tmux.
set -u
for program in unshare ip tmux python3; do command -v $program >/dev/null || { echo "$program is missing"; exit 2; }; done
T=$(mktemp -d); trap 'rm -rf "$T"' EXIT
python3 -m pip download -q --no-deps --disable-pip-version-check -d "$T/wheel" claude-agent-sdk==0.2.184 || exit 2
python3 -m zipfile -e "$T"/wheel/*.whl "$T/sdk" && claude=$T/sdk/claude_agent_sdk/_bundled/claude && chmod +x "$claude" || exit 2
mkdir -p "$T/home/.claude" "$T/project"
cat >"$T/home/.claude.json" <<J
{"hasCompletedOnboarding": true, "lastOnboardingVersion": "99.0.0", "theme": "dark", "autoUpdates": false,
 "customApiKeyResponses": {"approved": ["00000000000000000000"], "rejected": []},
 "projects": {"$T/project": {"hasTrustDialogAccepted": true, "hasCompletedProjectOnboarding": true}}}
J
# screen SETTINGS: what a terminal shows when claude wants something typed.
screen() {
    printf '%s' "$1" >"$T/home/.claude/settings.json"
    unshare -n -m -p -f --mount-proc --kill-child bash -c '
        ip link set lo up
        tmux -f /dev/null -S "$0/sock" new-session -d -s s -x 150 -y 40 -c "$0/project" env -i HOME="$0/home" TERM=xterm-256color \
            LANG=C.UTF-8 PATH=/usr/bin:/bin ANTHROPIC_BASE_URL=http://127.0.0.1:9 ANTHROPIC_API_KEY=sk-ant-00000000000000000000 \
            DISABLE_AUTOUPDATER=1 CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 "$1"
        for _ in $(seq 120); do
            text=$(tmux -S "$0/sock" capture-pane -p -t s)
            case $text in *❯*) break ;; esac
            sleep 0.5
        done
        printf "%s\n" "$text"; tmux -S "$0/sock" kill-server' "$T" "$claude"
}
known=$(screen '{"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "true"}]}]}}')
unknown=$(screen '{"hooks": {"PreSkillShellCommand": [{"hooks": [{"type": "command", "command": "true"}]}]}}')
case $known in *❯*) ;; *) echo 'claude did not come to a prompt'; exit 2 ;; esac
printf '%s\n' "$unknown" | grep -v '^ *$' | head -n 4
case $known in *'Settings Warning'*) echo 'an event that it knows is asked about, too'; exit 1 ;; esac
case $unknown in *'Settings Warning'*'Continue'*) echo 'still so'; exit 0 ;; esac
echo 'it starts without a question now'; exit 1
