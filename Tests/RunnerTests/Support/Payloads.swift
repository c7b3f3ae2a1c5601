/// Payloads as Claude Code 2.1.327 sends them to hooks, shortened.
enum Payloads {
    private static let common = """
        "session_id": "7eaca8bf-db09-4b54-a9ac-2b32c33b5a20", \
        "transcript_path": "/home/t/.claude/projects/-home-t-proj/7eaca8bf.jsonl", "cwd": "/home/t/proj"
        """
    private static let tool = """
        "prompt_id": "ba7ad687", "permission_mode": "acceptEdits", "effort": {"level": "medium"}
        """

    static let postToolUse = """
        {\(common), \(tool), "hook_event_name": "PostToolUse", "tool_name": "Bash", "tool_input": {"command": \
        "cat a; pwd", \
        "description": "show"}, "tool_response": {"stdout": "two\\n/home/t/proj", "stderr": "", "interrupted": false}, \
        "tool_use_id": "toolu_1", "duration_ms": 20}
        """
    static let preToolUse = """
        {\(common), \(tool), "hook_event_name": "PreToolUse", "tool_name": "Write", \
        "tool_input": {"file_path": "/home/t/proj/a.txt", "content": "one\\n"}, "tool_use_id": "toolu_2"}
        """
    static let preToolUseOfAgent = """
        {\(common), \(tool), "agent_id": "a49b764769affff22", "agent_type": "general-purpose", \
        "hook_event_name": "PreToolUse", "tool_name": "Write", "tool_input": {"file_path": "/home/t/proj/s.txt"}}
        """
    static let subagentStop = """
        {\(common), "agent_id": "a49b764769affff22", "hook_event_name": "SubagentStop", "last_assistant_message": "x"}
        """
    static let permissionPrompt = """
        {\(common), "hook_event_name": "Notification", "message": "Claude needs your permission", \
        "notification_type": "permission_prompt"}
        """
    static let otherNotification = """
        {\(common), "hook_event_name": "Notification", "message": "Signed in", "notification_type": "auth_success"}
        """
    static let userPromptSubmit = """
        {\(common), "hook_event_name": "UserPromptSubmit", "prompt": "go \\"now\\""}
        """
    static let stop = """
        {\(common), "hook_event_name": "Stop", "stop_hook_active": false, "last_assistant_message": "Done.", \
        "background_tasks": [], "session_crons": []}
        """
    static let sessionEnd = "{\(common), \"hook_event_name\": \"SessionEnd\", \"reason\": \"other\"}"
    static let configChange = """
        {\(common), "hook_event_name": "ConfigChange", "source": "user_settings", "file_path": "/home/t/s.json"}
        """
}
