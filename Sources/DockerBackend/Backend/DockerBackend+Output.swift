internal import HTTPClient
package import HookCore
package import Sandbox

/// What sandboxes print.
extension DockerBackend {
    package func follow(
        _ id: String, attached: () throws(ParallelError) -> Void,
        receive: (SandboxStream, UnsafeRawBufferPointer) throws(ParallelError) -> Void
    ) throws(ParallelError) {
        try transfers.during(.output, of: id) { (transfer) throws(ParallelError) in
            var frames = StreamFrames()
            let reader = try OutputReader(engine, of: id, transfer: transfer)
            do throws(ParallelError) {
                try reader.readAll { () throws(ParallelError) in
                    let wasOver = try isOver(id)
                    try attached()
                    // The engine holds a connection to a program that has ended until it is started again.
                    if wasOver, try isOver(id) { transfer.close() }
                } receive: { (piece) throws(ParallelError) in
                    try frames.add(piece) { (stream, bytes) throws(ParallelError) in
                        try receive(stream == .errors ? .errors : .output, bytes)
                    }
                }
            } catch {
                if error.code == .engineNotFound { throw missing(id, because: error) }
                // Closed because the program was ended: no more is missing than at any other end of a connection.
                if error.code == .cancelled, transfer.isClosed { return }
                throw error
            }
        }
    }

    private func isOver(_ id: String) throws(ParallelError) -> Bool { try status(id)?.state == .ended }
}
