internal import Files
internal import HookCore
internal import JSON

/// The file in which Claude Code keeps the tokens of a login: `.credentials.json`. It is read, never written: a token
/// that two programs refresh is lost to one of them.
struct LoginFile {
    let path: String

    /// Reads the token.
    /// - Parameter now: milliseconds since 1970.
    /// - Returns: nil where nobody has logged in.
    /// - Throws: `.credentialExpired`; `.credentialMissing` where the file cannot be understood.
    func token(at now: Int64) throws(ParallelError) -> Secret? {
        guard let bytes = WholeFile.followed(path) else { return nil }
        // An error of the parser would tell what the file holds.
        guard let document = try? JSONDocument(bytes, name: path), let root = document.value() else {
            throw failure(.credentialMissing, message: "the file is not JSON")
        }
        guard let login = root["claudeAiOauth"], let token = login["accessToken"]?.string, !token.isEmpty else {
            return nil
        }
        if let end = login["expiresAt"]?.integer(Int64.self), end <= now {
            throw failure(.credentialExpired, message: "Claude Code's login on this host has expired")
        }
        return Secret(token)
    }

    private func failure(_ code: ParallelError.Code, message: String) -> ParallelError {
        ParallelError(
            code, operation: "read", subject: path, message: message,
            hint: "run claude on the host once, then try again")
    }
}
