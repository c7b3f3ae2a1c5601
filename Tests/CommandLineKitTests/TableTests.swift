import CommandLineKit
import Testing

@Suite struct TableTests {
    private func sample() -> Table {
        var table = Table([
            TableColumn("NAME"), TableColumn("SIZE", alignment: .trailing),
            TableColumn("PATH", shortened: .end, minimumWidth: 6),
        ])
        table.append(["main", "7", "/home/someone/project"])
        table.append(["日本", "1200", "/tmp"])
        table.append(["last"])
        return table
    }

    @Test func `aligns columns`() {
        #expect(
            sample().render() == """
                NAME  SIZE  PATH
                main     7  /home/someone/project
                日本  1200  /tmp
                last
                """)
    }

    @Test func `shortens what may be shortened`() {
        #expect(
            sample().render(width: 22, hasHeadings: false) == """
                main     7  …e/project
                日本  1200  /tmp
                last
                """)
    }

    @Test func `stays too wide rather than empty`() {
        let lines = sample().render(width: 3).split(separator: "\n")
        #expect(lines[1] == "main     7  …oject")
    }

    @Test func `prints nothing for no rows`() {
        #expect(Table([TableColumn("NAME")]).render() == "")
    }

    @Test func `keeps colours out of the arithmetic`() {
        var table = Table([TableColumn("A"), TableColumn("B")])
        table.append([TableCell("x", .green), "y"])
        table.append(["long", TableCell("z", .red, .dim)])
        #expect(
            table.render(style: Style(hasColors: true), hasHeadings: false)
                == "\u{1B}[32mx\u{1B}[0m     y\nlong  \u{1B}[31;2mz\u{1B}[0m")
    }

    @Test func `disarms cells`() {
        var table = Table([TableColumn("A")])
        table.append(["evil\u{1B}[2J\nsecond"])
        #expect(table.render(hasHeadings: false) == "evil\\u{1b}[2J\\nsecond")
    }

    @Test func `shortens huge cells quickly`() {
        var table = Table([TableColumn("A", shortened: .start), TableColumn("B", shortened: .ends)])
        table.append([TableCell(String(repeating: "a", count: 1_000_000)), "short text"])
        let width = table.render(width: 60, hasHeadings: false).displayWidth
        #expect(width <= 60)
    }
}
