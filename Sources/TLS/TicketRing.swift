internal import COpenSSL
internal import Glibc
internal import Synchronization

/// The ticket keys in use, shared by every server context of a process and every reload.
///
/// The key in use is replaced by itself 12 hours after it was made, at the first ticket after that.
public final class TicketRing: Sendable {
    private let keys: Mutex<TicketKeys>
    private let clock: @Sendable () -> Int64

    /// How long a key seals new tickets, in seconds. Four keys outlive each ticket's 24 hours.
    static let rotationSeconds: Int64 = 12 * 3600

    /// - Parameters:
    ///   - keys: those of the last run, or `TicketKeys(now:)`.
    ///   - clock: seconds since 1970.
    public init(_ keys: TicketKeys, clock: @escaping @Sendable () -> Int64) {
        self.keys = Mutex(keys)
        self.clock = clock
    }

    /// A ring by the system's clock.
    ///
    /// - Parameter keys: those of the last run; nil for new ones, at a first start.
    public convenience init(_ keys: TicketKeys? = nil) throws(TLSError) {
        let clock = { @Sendable in Int64(time(nil)) }
        var keys = keys
        if keys == nil { keys = try TicketKeys(now: clock()) }
        self.init(keys!, clock: clock)
    }

    /// The keys as they are now, to be kept over a restart.
    public var current: TicketKeys { keys.withLock { $0 } }

    /// Puts a new key in use now; tickets sealed with the former keys stay good.
    public func rotate() throws(TLSError) {
        let now = clock()
        try keys.withLock { keys throws(TLSError) in try keys.rotate(now: now) }
    }

    /// Whether a key has sealed for long enough, or says of itself what cannot be.
    private static func isDue(_ key: TicketKeys.Key, _ now: Int64) -> Bool {
        guard (0...max(0, now)).contains(key.madeAt) else { return true }
        return now - key.madeAt >= rotationSeconds
    }

    /// The key for a new ticket.
    fileprivate func sealing() throws(TLSError) -> TicketKeys.Key {
        let now = clock()
        return try keys.withLock { keys throws(TLSError) in
            if Self.isDue(keys.keys[0], now) { try keys.rotate(now: now) }
            return keys.keys[0]
        }
    }

    /// The key that bears `name`, and whether it would seal a new ticket now.
    fileprivate func opening(
        _ name: UnsafeBufferPointer<UInt8>
    ) -> (key: TicketKeys.Key, inUse: Bool)? {
        let now = clock()
        return keys.withLock { keys in
            guard let index = keys.keys.firstIndex(where: { unsafe name.elementsEqual($0.name) })
            else { return nil }
            let key = keys.keys[index]
            return (key, index == 0 && !Self.isDue(key, now))
        }
    }
}

extension TicketRing {
    /// Makes a context take its ticket keys from this ring. The context must keep the ring alive.
    func serve(_ context: OpaquePointer) {
        unsafe SSL_CTX_set_ex_data(
            context, appData, Unmanaged.passUnretained(self).toOpaque())
        unsafe SSL_CTX_set_tlsext_ticket_key_evp_cb(context) {
            ssl, name, iv, cipher, mac, sealing in
            guard
                let ring = unsafe SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), appData),
                let name = unsafe name, let iv = unsafe iv
            else { return -1 }
            let keys = unsafe Unmanaged<TicketRing>.fromOpaque(ring).takeUnretainedValue()
            return unsafe sealing == 1
                ? keys.seal(name, iv, cipher, mac)
                : keys.open(SSL_version(ssl), name, iv, cipher, mac)
        }
    }

    /// - Returns: 1, or -1 when the ticket cannot be sealed, as OpenSSL asks.
    private func seal(
        _ name: UnsafeMutablePointer<UInt8>, _ iv: UnsafeMutablePointer<UInt8>,
        _ cipher: OpaquePointer?, _ mac: OpaquePointer?
    ) -> CInt {
        // A callback of C cannot throw: the handshake fails, and its error says why.
        guard let key = try? sealing(), unsafe RAND_bytes(iv, 16) == 1 else { return -1 }
        for (index, byte) in key.name.enumerated() { unsafe name[index] = byte }
        guard unsafe EVP_EncryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipher, iv) == 1,
            unsafe shim_EVP_MAC_CTX_set_hmac_sha256_key(mac, key.mac, key.mac.count) == 1
        else { return -1 }
        return 1
    }

    /// - Returns: 0 for an unknown key (a full handshake follows), 1, or 2 for a new ticket too:
    ///   when the key goes out of use, and always in TLS 1.3, where a ticket is used once.
    /// - Source: RFC 8446 §C.4.
    private func open(
        _ version: CInt, _ name: UnsafeMutablePointer<UInt8>, _ iv: UnsafeMutablePointer<UInt8>,
        _ cipher: OpaquePointer?, _ mac: OpaquePointer?
    ) -> CInt {
        let name = unsafe UnsafeBufferPointer(start: name, count: 16)
        guard let (key, inUse) = unsafe opening(name) else { return 0 }
        guard unsafe EVP_DecryptInit_ex(cipher, EVP_aes_256_cbc(), nil, key.cipher, iv) == 1,
            unsafe shim_EVP_MAC_CTX_set_hmac_sha256_key(mac, key.mac, key.mac.count) == 1
        else { return -1 }
        return inUse && version < TLS1_3_VERSION ? 1 : 2
    }
}

/// The slot that OpenSSL sets aside for a program's own pointer.
let appData: CInt = 0
