import CommandLineKit
import Testing

@Suite struct MarkdownTests {
    private let text = MarkdownRenderer.render(root: Sample.self)

    @Test func `starts with program and contents`() {
        #expect(
            text.hasPrefix(
                """
                # sample

                A program to test with.

                ```
                sample <subcommand>
                ```

                It does nothing.

                **Options**

                - `-V, --version`: Show the version.
                - `-h, --help`: Show help information.

                **Subcommands**

                - [`sample status`](#sample-status): Show the sessions.
                """))
        #expect(text.contains("## Commands\n\n- [`sample status`](#sample-status): Show the sessions.\n"))
        #expect(text.contains("- [`sample show-status`](#sample-show-status): \\[DEPRECATED\\] Use 'sample status'.\n"))
    }

    @Test func `describes a command`() {
        let section = """
            ## sample templates copy

            Copy a template.

            ```
            sample templates copy <source> [<target>] [-- <notes> ...]
            ```

            **Arguments**

            - `<source>`: The source. Required.
            - `<target>`: The target.
            - `<notes>`: Notes. May be repeated.

            **Options**

            - `-h, --help`: Show help information.

            """
        #expect(text.hasSuffix(section))
        #expect(
            text.contains(
                "- `--backend <backend>`: Where. Docker needs a daemon. One of `docker`, `bubblewrap`. "
                    + "Default: `docker`."))
        #expect(text.contains("Also called: `st`"))
        #expect(!text.contains("secret"))
    }
}
