internal import CCurl
internal import Glibc
internal import HookCore

/// One request and its answer, by one handle of libcurl. libcurl calls the functions at the end of this file on the
/// thread of `run`, with this object as their data.
final class Exchange {
    typealias Head = (HTTPResponse) throws(ParallelError) -> Void
    typealias Receive = (HTTPResponse, UnsafeRawBufferPointer) throws(ParallelError) -> Void

    /// libcurl is told so when a function of ours has failed or the exchange is cancelled.
    private enum Stop {
        case failed(ParallelError)
        case cancelled
    }

    private let request: HTTPRequest
    private let isCancelled: () -> Bool
    private let head: Head
    private let receive: Receive
    private var response = HTTPResponse()
    /// Whether the head is whole. Fields after the content are read as a head too.
    private var hasHead = false
    private var stop: Stop?

    init(
        _ request: HTTPRequest, isCancelled: @escaping () -> Bool, head: @escaping Head, receive: @escaping Receive
    ) {
        self.request = request
        self.isCancelled = isCancelled
        self.head = head
        self.receive = receive
    }

    func run(with endpoint: HTTPEndpoint) throws(ParallelError) -> HTTPResponse {
        guard Self.isReady, let handle = curl_easy_init() else {
            throw failure(.cannotConnect, message: "libcurl cannot be started")
        }
        defer { curl_easy_cleanup(handle) }
        var fields: UnsafeMutablePointer<curl_slist>?
        defer { curl_slist_free_all(fields) }
        // libcurl's own "Expect: 100-continue" costs a second where the server does not know it.
        for field in ["Expect:"] + request.headers.map({ "\($0.name): \($0.value)" }) {
            fields = curl_slist_append(fields, field)
        }
        ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, fields)
        let text = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
        defer { text.deallocate() }
        text.pointee = 0
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, text)
        connect(handle, to: endpoint)
        let code = withBody(handle) { curl_easy_perform(handle) }
        switch stop {
        case .failed(let error): throw error
        case .cancelled:
            throw ParallelError(
                .cancelled, operation: request.method.rawValue, subject: request.target, message: "it was cancelled")
        case nil: break
        }
        guard code == CURLE_OK else {
            let cause = text.pointee == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: text)
            throw failure(of: code, at: endpoint, cause: cause)
        }
        return response
    }

    /// libcurl's own preparation, once for a process and before any other thread uses it.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    private func connect(_ handle: UnsafeMutableRawPointer, to endpoint: HTTPEndpoint) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        ccurl_set_pointer(handle, CURLOPT_URL, endpoint.base + request.target)
        if let socket = endpoint.socket { ccurl_set_pointer(handle, CURLOPT_UNIX_SOCKET_PATH, socket) }
        if let certificates = endpoint.certificates {
            ccurl_set_pointer(handle, CURLOPT_CAINFO, certificates.authorities)
            if let certificate = certificates.certificate { ccurl_set_pointer(handle, CURLOPT_SSLCERT, certificate) }
            if let key = certificates.key { ccurl_set_pointer(handle, CURLOPT_SSLKEY, key) }
        }
        // Signals belong to the program.
        ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        // The environment's proxies are for the internet, and most servers of ours are not there.
        ccurl_set_pointer(handle, CURLOPT_NOPROXY, endpoint.proxy?.exceptions ?? "*")
        if let proxy = endpoint.proxy { ccurl_set_pointer(handle, CURLOPT_PROXY, proxy.url) }
        // The proxy's own answer is not the server's.
        ccurl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        ccurl_set_pointer(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ccurl_set_long(handle, CURLOPT_CONNECTTIMEOUT, request.connectSeconds)
        if let seconds = request.seconds { ccurl_set_long(handle, CURLOPT_TIMEOUT, seconds) }
        ccurl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, me)
        ccurl_set_progress(handle, exchangeGoesOn)
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, me)
        ccurl_set_transfer(handle, CURLOPT_HEADERFUNCTION, exchangeTakesHeader)
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, me)
        ccurl_set_transfer(handle, CURLOPT_WRITEFUNCTION, exchangeTakesContent)
        ccurl_set_pointer(handle, CURLOPT_READDATA, me)
        ccurl_set_transfer(handle, CURLOPT_READFUNCTION, exchangeGivesContent)
    }

    private func withBody(_ handle: UnsafeMutableRawPointer, perform: () -> CURLcode) -> CURLcode {
        switch request.method {
        case .get: ccurl_set_long(handle, CURLOPT_HTTPGET, 1)
        case .head: ccurl_set_long(handle, CURLOPT_NOBODY, 1)
        case .post: ccurl_set_long(handle, CURLOPT_POST, 1)
        case .put, .delete: break
        }
        switch request.body {
        case .none:
            if request.method == .post { ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, 0) }
            if request.method == .put {
                ccurl_set_long(handle, CURLOPT_UPLOAD, 1)
                ccurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, 0)
            }
            if request.method == .delete { ccurl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, "DELETE") }
            return perform()
        case .bytes(let bytes):
            ccurl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            ccurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, bytes.count)
            return bytes.withUnsafeBytes { content in
                // An empty body has no address.
                ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, content.baseAddress ?? UnsafeRawPointer(bitPattern: 1))
                return perform()
            }
        case .stream(let length, _):
            ccurl_set_long(handle, CURLOPT_UPLOAD, 1)
            if let length { ccurl_set_offset(handle, CURLOPT_INFILESIZE_LARGE, length) }
            ccurl_set_pointer(handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            return perform()
        }
    }

    // MARK: - What libcurl asks

    fileprivate func goesOn() -> Bool {
        if stop == nil, isCancelled() { stop = .cancelled }
        return stop == nil
    }

    /// Takes one line of a head. An interim answer (100) has a head of its own, and after the content more fields may
    /// come.
    fileprivate func take(header line: String) -> Bool {
        if line.allSatisfy(\.isNewline) {
            guard !hasHead, response.status >= 200 || response.status == 101 else { return true }
            hasHead = true
            return hand { () throws(ParallelError) in try head(response) }
        }
        if line.utf8.starts(with: "HTTP/".utf8) {
            let columns = line.split(separator: " ", maxSplits: 2)
            response = HTTPResponse()
            response.status = columns.count > 1 ? Int(columns[1]) ?? 0 : 0
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            response.headers[line[..<colon].lowercased()] = String(value.prefix { !$0.isNewline })
        }
        return true
    }

    fileprivate func take(content piece: UnsafeRawBufferPointer) -> Bool {
        guard goesOn() else { return false }
        return hand { () throws(ParallelError) in try receive(response, piece) }
    }

    /// Calls a function of the caller's; what it throws ends the exchange.
    private func hand(_ body: () throws(ParallelError) -> Void) -> Bool {
        do throws(ParallelError) {
            try body()
            return true
        } catch {
            stop = .failed(error)
            return false
        }
    }

    /// Returns the number of bytes that were written to the buffer; nil where there can be no more.
    fileprivate func give(to buffer: UnsafeMutableRawBufferPointer) -> Int? {
        guard case .stream(_, let next) = request.body else { return 0 }
        do {
            return try next(buffer)
        } catch {
            let cause = (error as? ParallelError) ?? failure(.connectionLost, message: "\(error)")
            stop = .failed(cause)
            return nil
        }
    }

    // MARK: - Errors

    private func failure(of code: CURLcode, at endpoint: HTTPEndpoint, cause: String) -> ParallelError {
        let unconnected = [
            CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL,
        ]
        let isUnconnected = unconnected.contains(code)
        if code == CURLE_OPERATION_TIMEDOUT {
            return failure(.answerTooLate, message: "the answer did not come in time", cause: cause)
        }
        return failure(
            isUnconnected ? .cannotConnect : .connectionLost,
            message: isUnconnected ? "no connection to \(endpoint.description)" : "the answer did not come whole",
            cause: cause)
    }

    private func failure(
        _ code: ParallelError.Code, message: String, cause: String? = nil
    ) -> ParallelError {
        ParallelError(
            code, operation: request.method.rawValue, subject: request.target, message: message, cause: cause)
    }
}

private func exchange(_ data: UnsafeMutableRawPointer?) -> Exchange? {
    data.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

private func exchangeGoesOn(
    _ data: UnsafeMutableRawPointer?, _: curl_off_t, _: curl_off_t, _: curl_off_t, _: curl_off_t
) -> Int32 {
    exchange(data)?.goesOn() == true ? 0 : 1
}

private func exchangeTakesHeader(
    _ line: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ data: UnsafeMutableRawPointer?
) -> Int {
    let bytes = UnsafeRawBufferPointer(start: line, count: size * count)
    return exchange(data)?.take(header: String(decoding: bytes, as: UTF8.self)) == true ? bytes.count : 0
}

private func exchangeTakesContent(
    _ piece: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ data: UnsafeMutableRawPointer?
) -> Int {
    let bytes = UnsafeRawBufferPointer(start: piece, count: size * count)
    // Any other number than that of the bytes ends the exchange.
    return exchange(data)?.take(content: bytes) == true ? bytes.count : bytes.count == 0 ? 1 : 0
}

private func exchangeGivesContent(
    _ buffer: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ data: UnsafeMutableRawPointer?
) -> Int {
    let room = UnsafeMutableRawBufferPointer(start: buffer, count: size * count)
    return exchange(data)?.give(to: room) ?? Int(CURL_READFUNC_ABORT)
}
