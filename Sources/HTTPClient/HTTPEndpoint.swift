/// The server that requests go to.
package struct HTTPEndpoint: Equatable, Sendable {
    /// The files by which server and client know each other, all of PEM.
    package struct Certificates: Equatable, Sendable {
        /// The authorities that may have signed the server's certificate.
        package var authorities: String
        /// The client's own certificate and its key; nil where the server asks for none.
        package var certificate: String?
        package var key: String?

        package init(authorities: String, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }
    }

    /// The proxy on the way to the server.
    package struct Proxy: Equatable, Sendable, CustomStringConvertible, CustomReflectable {
        /// The URL, which may hold a name and password.
        let url: String
        /// The hosts that are reached without it: names of hosts and domains with commas between them.
        let exceptions: String

        /// A proxy that is asked for all but these hosts.
        package init(url: String, exceptions: String = "") {
            self.url = url
            self.exceptions = exceptions
        }

        /// A text without the password.
        package var description: String { "a proxy" }
        /// A mirror without parts.
        package var customMirror: Mirror { Mirror(self, children: []) }
    }

    /// The beginning of each URL, without a slash at its end: `http://localhost`.
    package var base: String
    /// The path of a unix socket that is connected to instead of the URL's host; nil: the host.
    package var socket: String?
    /// The certificates for `https`; nil: those of the system.
    package var certificates: Certificates?
    /// The proxy that is asked; nil: none, whatever the environment says.
    package var proxy: Proxy?

    /// A server at a host and port.
    package init(base: String, certificates: Certificates? = nil, proxy: Proxy? = nil) {
        self.base = base
        self.certificates = certificates
        self.proxy = proxy
    }

    /// A server at a unix socket.
    package init(socket: String) {
        base = "http://localhost"
        self.socket = socket
    }

    /// The endpoint as a user knows it, for messages.
    package var description: String { socket.map { "unix://\($0)" } ?? base }
}
