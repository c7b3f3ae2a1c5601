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
            let engine = engine.cancelled { transfer.isClosed }
            do throws(ParallelError) {
                try engine.attach(to: id) { () throws(ParallelError) in
                    try attached()
                } receive: { (piece) throws(ParallelError) in
                    try frames.add(piece) { (stream, bytes) throws(ParallelError) in
                        try receive(stream == .errors ? .errors : .output, bytes)
                    }
                }
            } catch {
                // What the caller's functions throw passes.
                if error.code == .engineNotFound, try self.engine.container(id) == nil {
                    throw missing(id, because: error)
                }
                // Closed because the program was ended: no more is missing than with any other end of a connection.
                if error.code == .cancelled, transfer.isClosed { return }
                throw error
            }
        }
    }
}
