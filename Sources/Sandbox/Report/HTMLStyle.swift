/// The style sheet of the report in HTML, which stands inside of it.
enum HTMLStyle {
    /// The SHA-256 of `text` in base64. By it alone the page's policy lets the style in.
    static let digest = "GYF+h8sy7KZB5cD6uf00h2q+H7NarIhzJdHZCoxKl8Y="

    static let text = """
        :root { color-scheme: light dark; --line: #d0d7de; --soft: #f6f8fa; --dim: #57606a;
          --queued: #c4ccd4; --preparing: #9ecbff; --running: #2f81f7; --waiting: #d4a72c; --paused: #8c959f;
          --completed: #2da44e; --failed: #cf222e; --timed-out: #bc4c00; --cancelled: #6e7781; --interrupted: #8250df;
          --added: #dafbe1; --removed: #ffebe9; }
        @media (prefers-color-scheme: dark) { :root { --line: #30363d; --soft: #161b22; --dim: #8b949e;
          --queued: #484f58; --preparing: #1f4a7d; --added: #12331f; --removed: #3c1618; --completed: #3fb950;
          --failed: #f85149; --timed-out: #f0883e; --cancelled: #8b949e; --interrupted: #a371f7; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 64rem; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif;
          background: light-dark(#ffffff, #0d1117); color: light-dark(#1f2328, #e6edf3); overflow-wrap: anywhere; }
        h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1.05rem; margin: 0; }
        .dim { color: var(--dim); }
        .wide { overflow-x: auto; }
        dl.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; margin: 0; }
        dl.numbers div { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; }
        dl.numbers dt { color: var(--dim); font-size: .85rem; } dl.numbers dd { margin: 0; font-size: 1.2rem; }
        article { border: 1px solid var(--line); border-radius: .4rem; padding: .75rem 1rem; margin: 1rem 0; }
        pre { background: var(--soft); padding: .6rem; border-radius: .3rem; overflow-x: auto; white-space: pre-wrap;
          font: .85rem/1.4 ui-monospace, monospace; margin: .5rem 0; }
        pre.diff { white-space: pre; max-height: 32rem; overflow: auto; }
        pre.diff ins, pre.diff del, pre.diff b { display: block; text-decoration: none; min-width: max-content; }
        pre.diff ins { background: var(--added); } pre.diff del { background: var(--removed); }
        code { font: .9em ui-monospace, monospace; }
        summary { cursor: pointer; padding: .3rem 0; }
        table { border-collapse: collapse; }
        td, th { border: 1px solid var(--line); padding: .2rem .5rem; text-align: left; font-weight: normal; }
        table.files td:nth-child(n+2), table.matrix td { text-align: right; white-space: nowrap; }
        table.matrix td, table.matrix th { text-align: center; }
        .state { display: inline-block; border: 1px solid; border-left-width: .6rem; border-radius: .3rem;
          padding: 0 .5rem; font-size: .9rem; }
        .state.completed { border-color: var(--completed); } .state.failed { border-color: var(--failed); }
        .state.timed-out { border-color: var(--timed-out); } .state.cancelled { border-color: var(--cancelled); }
        .state.interrupted { border-color: var(--interrupted); }
        svg { display: block; min-width: 40rem; width: 100%; } svg text { fill: currentColor; font-size: 12px; }
        svg .axis { stroke: var(--line); }
        svg .queued { fill: var(--queued); } svg .preparing { fill: var(--preparing); }
        svg .running { fill: var(--running); } svg .waiting { fill: var(--waiting); }
        svg .paused { fill: var(--paused); }
        svg .completed { fill: var(--completed); } svg .failed { fill: var(--failed); }
        svg .timed-out { fill: var(--timed-out); } svg .cancelled { fill: var(--cancelled); }
        svg .interrupted { fill: var(--interrupted); }
        """
}
