internal import COpenSSL
internal import Glibc

/// A certificate for a server that has none, or for a client's device: ECDSA P-256, to be known by
/// its fingerprint.
public enum SelfSignedCertificate {
    /// What a certificate is shown for.
    public enum Usage: Sendable {
        case server
        case client

        fileprivate var name: String { self == .server ? "serverAuth" : "clientAuth" }
    }

    /// Makes a key and a certificate and writes both as PEM, the key readable by its owner alone.
    ///
    /// Each file is written beside its place and then renamed into it, the key first.
    /// - Parameters:
    ///   - names: host names or IP addresses that it is for, besides localhost, 127.0.0.1 and ::1.
    ///     The first is its subject.
    ///   - days: how long it holds.
    ///   - usage: a client's names no hosts but what is given.
    /// - Returns: the certificate's SHA-256 fingerprint, 32 bytes.
    /// - Throws: `.file` when a file cannot be written; `.ours` for a name that is none.
    public static func write(
        _ identity: TLSIdentity, names: [String] = [], days: Int = 3650, usage: Usage = .server
    ) throws(TLSError) -> [UInt8] {
        let key = try unsafe made { unsafe shim_EVP_EC_gen("P-256") }
        defer { unsafe EVP_PKEY_free(key) }
        let certificate = try unsafe made { unsafe X509_new() }
        defer { unsafe X509_free(certificate) }
        let hosts = usage == .server ? ["localhost", "127.0.0.1", "::1"] : []
        try unsafe fill(certificate, key, names + hosts, days, usage)
        let keyPEM = try unsafe pem {
            unsafe PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil)
        }
        let certificatePEM = try unsafe pem { unsafe PEM_write_bio_X509($0, certificate) }
        try save(keyPEM, identity.keyPath, mode: 0o600, .key)
        try save(certificatePEM, identity.certificatePath, mode: 0o644, .certificate)
        return unsafe fingerprint(of: certificate) ?? []
    }

    private static func fill(
        _ certificate: OpaquePointer, _ key: OpaquePointer, _ names: [String], _ days: Int,
        _ usage: Usage
    ) throws(TLSError) {
        let serial = try randomBytes(8).reduce(0) { $0 << 8 | UInt64($1) } >> 1
        try checked { unsafe X509_set_version(certificate, Int(X509_VERSION_3)) }
        try checked {
            unsafe ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial)
        }
        // From yesterday on, for clients whose clock is slow.
        unsafe X509_gmtime_adj(X509_getm_notBefore(certificate), -24 * 3600)
        unsafe X509_gmtime_adj(X509_getm_notAfter(certificate), days * 24 * 3600)
        try checked { unsafe X509_set_pubkey(certificate, key) }
        let subject = try unsafe made { unsafe X509_get_subject_name(certificate) }
        let name = Array(names[0].utf8.prefix(64))
        try checked {
            unsafe X509_NAME_add_entry_by_NID(
                subject, NID_commonName, MBSTRING_UTF8, name, CInt(name.count), -1, 0)
        }
        try checked { unsafe X509_set_issuer_name(certificate, subject) }
        try unsafe extend(certificate, NID_basic_constraints, "critical,CA:FALSE")
        try unsafe extend(certificate, NID_key_usage, "critical,digitalSignature")
        try unsafe extend(certificate, NID_ext_key_usage, usage.name)
        try unsafe extend(certificate, NID_subject_alt_name, alternatives(names))
        try checked { unsafe X509_sign(certificate, key, EVP_sha256()) }
    }

    /// OpenSSL's little language for alternative names, in which a comma would start another one.
    private static func alternatives(_ names: [String]) -> String {
        names.map { name in
            let address = name.contains(":") || name.allSatisfy { $0.isNumber || $0 == "." }
            return (address ? "IP:" : "DNS:") + name.filter { $0 != "," }
        }.joined(separator: ",")
    }

    private static func extend(
        _ certificate: OpaquePointer, _ kind: CInt, _ value: String
    ) throws(TLSError) {
        var context = unsafe X509V3_CTX()
        unsafe shim_X509V3_set_ctx(&context, certificate, certificate)
        let made = try unsafe made { unsafe X509V3_EXT_conf_nid(nil, &context, kind, value) }
        defer { unsafe X509_EXTENSION_free(made) }
        try checked { unsafe X509_add_ext(certificate, made, -1) }
    }

    private static func pem(_ write: (OpaquePointer) -> CInt) throws(TLSError) -> [UInt8] {
        let memory = try unsafe made { unsafe BIO_new(BIO_s_mem()) }
        defer { unsafe BIO_free(memory) }
        try checked { unsafe write(memory) }
        var bytes: UnsafeMutablePointer<CChar>?
        let count = unsafe shim_BIO_get_mem_data(memory, &bytes)
        return unsafe UnsafeRawBufferPointer(start: bytes, count: count).map { $0 }
    }

    private static func save(
        _ bytes: [UInt8], _ path: String, mode: mode_t, _ file: CertificateFile
    ) throws(TLSError) {
        let beside = path + ".new"
        unsafe unlink(beside)
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        let descriptor = unsafe open(beside, flags, mode)
        guard descriptor >= 0 else { throw .file(file, .unreadable(errno: errno)) }
        let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
        let synced = fsync(descriptor)
        close(descriptor)
        guard written == bytes.count, synced == 0, unsafe rename(beside, path) == 0 else {
            throw .file(file, .unreadable(errno: errno))
        }
    }
}
