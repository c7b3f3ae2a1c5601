internal import CommandLineKit
internal import Coordinator
internal import Exec
internal import Glibc
internal import HookCore
internal import Integration
internal import Wiring

/// `conflicts predict --watch`: a matrix that is redrawn on a terminal, else one answer after the other.
struct RadarWatching {
    private static let milliseconds: Int32 = 1_000

    private let coordinator: Coordinator
    private let request: RadarRequest
    private let json: Bool

    init(_ coordinator: Coordinator, request: RadarRequest, json: Bool) {
        self.coordinator = coordinator
        self.request = request
        self.json = json
    }

    /// Runs until q, Ctrl-C, or the end of the reader of standard output.
    func run() throws {
        Interruption.catchSignals()
        let radar = try Radar(coordinator).open(request)
        defer { radar.close() }
        do {
            try follow(radar)
        } catch let error as ParallelError where error.code == .interrupted {
            // An interruption is the usual end.
        }
    }

    private func follow(_ radar: ConflictRadar) throws {
        if !json && Printer.outputTerminal.canRewriteLine { return try draw(radar) }
        var shown: RadarReport?
        var obstacle: String?
        while Interruption.signal == nil && !Printer.isOutputClosed {
            let report = try radar.update()
            // An interrupted comparison is no finding.
            if Interruption.signal != nil { break }
            if report != shown { try show(report) }
            shown = report
            if let reason = radar.obstacle, reason != obstacle { Printer.narrate(notice(reason)) }
            obstacle = radar.obstacle
            var waiting = pollfd(fd: radar.descriptor, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, Self.milliseconds)
        }
    }

    private func show(_ report: RadarReport) throws {
        if json { return try Printer.answer(json: RadarDocument(report), pretty: false) }
        Printer.answer(RadarText(report, style: Printer.style, width: Printer.outputTerminal.tableWidth).text + "\n")
    }

    private func draw(_ radar: ConflictRadar) throws {
        let wakes = { radar.descriptor }
        try Watch.run(every: Self.milliseconds, orWhenReadable: wakes) { width in
            let report = try radar.update()
            let notice = radar.obstacle.map { "\n\n" + self.notice($0) } ?? ""
            return RadarText(report, style: Printer.style, width: width).text + notice
        }
    }

    private func notice(_ obstacle: String) -> String {
        "Looking every two seconds: \(obstacle.displayable)."
    }
}
