internal import HookCore

/// Serves the requests of one client, one after the other, on a thread of its own.
struct Connection {
    let number: Int
    let socket: ClientSocket
    let proxy: ProxySetup

    /// Returns when the connection is to be closed.
    func serve() {
        var reader = RequestReader(socket, limits: proxy.limits)
        while serveNext(&reader) {}
    }

    /// Serves one request.
    /// - Returns: whether another one may come.
    private func serveNext(_ reader: inout RequestReader) -> Bool {
        var exchange = ServedRequest(on: self)
        proxy.connections.set(number, isIdle: true)
        do throws(RequestReader.Failure) {
            let head = try reader.nextHead {
                exchange.began = MonotonicClock.milliseconds()
                proxy.connections.set(number, isIdle: false)
            }
            exchange.method = head.method
            exchange.path = head.path
            let keeps = try exchange.serve(head, reader: &reader)
            exchange.note()
            exchange.endGently()
            return keeps
        } catch .refused(let error) {
            exchange.refuse(with: error)
            exchange.note()
            exchange.endGently()
            return false
        } catch {
            return false
        }
    }
}
