extension String {
    /// Returns hexadecimal digits that nobody can guess.
    static func random(digits: Int) -> String {
        String((0..<digits).map { _ in Array("0123456789abcdef").randomElement() ?? "0" })
    }
}
