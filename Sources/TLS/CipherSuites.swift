internal import COpenSSL

/// The cipher suites that a context offers, in order of preference, by OpenSSL's names.
///
/// Names that begin with `TLS_` are TLS 1.3's, the others TLS 1.2's. A list that names suites of
/// one version only switches the other version off.
public struct CipherSuites: Equatable, Sendable {
    /// Names with `:` between them, as in `openssl ciphers`.
    public let list: String

    /// Takes any text. Where OpenSSL knows none of the names, making a context throws
    /// `TLSError.ours`.
    public init(_ list: String) { self.list = list }

    /// AES-128-GCM, ChaCha20 and AES-256-GCM, all with forward secrecy.
    public static let modern = CipherSuites(
        [
            "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384",
            "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
        ].joined(separator: ":"))

    /// The groups for key exchange: both cheap, one of them in every client of the last ten years.
    static let groups = "X25519:P-256"

    /// Sets suites, groups and versions; nothing below TLS 1.2.
    ///
    /// - Throws: `.ours` when OpenSSL knows none of the names.
    func apply(to context: OpaquePointer) throws(TLSError) {
        let names = list.split(separator: ":")
        let newer = names.filter { $0.hasPrefix("TLS_") }.joined(separator: ":")
        let older = names.filter { !$0.hasPrefix("TLS_") }.joined(separator: ":")
        let lowest = older.isEmpty ? TLS1_3_VERSION : TLS1_2_VERSION
        let highest = newer.isEmpty ? TLS1_2_VERSION : TLS1_3_VERSION
        try checked { unsafe CInt(shim_SSL_CTX_set_min_proto_version(context, lowest)) }
        try checked { unsafe CInt(shim_SSL_CTX_set_max_proto_version(context, highest)) }
        if !newer.isEmpty {
            try checked { unsafe SSL_CTX_set_ciphersuites(context, newer) }
        }
        if !older.isEmpty {
            try checked { unsafe SSL_CTX_set_cipher_list(context, older) }
        }
        try checked { unsafe CInt(shim_SSL_CTX_set1_groups_list(context, Self.groups)) }
    }
}
