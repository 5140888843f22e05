import CEpoll
import Glibc

/// An IPv4 or IPv6 address without its port, as one fixed-size value.
struct NetworkAddress: Hashable, Sendable {
    /// IPv6 in network order; an IPv4 address stands in the low 32 bits of `low`.
    private(set) var high: UInt64
    private(set) var low: UInt64
    private(set) var isIPv6: Bool

    /// From text, as `inet_pton` reads it.
    init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            self.init(four)
        } else if unsafe inet_pton(AF_INET6, text, &six) == 1 {
            self.init(six)
        } else {
            return nil
        }
    }

    /// From what `accept` or `getsockname` filled in.
    init(_ storage: sockaddr_storage) {
        self = unsafe withUnsafeBytes(of: storage) { bytes in
            if Int32(storage.ss_family) == AF_INET6 {
                unsafe Self(bytes.load(as: sockaddr_in6.self).sin6_addr)
            } else {
                unsafe Self(bytes.load(as: sockaddr_in.self).sin_addr)
            }
        }
    }

    private init(_ four: in_addr) {
        high = 0
        low = UInt64(UInt32(bigEndian: four.s_addr))
        isIPv6 = false
    }

    private init(_ six: in6_addr) {
        (high, low) = unsafe withUnsafeBytes(of: six) { bytes in
            unsafe (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
        isIPv6 = true
    }

    var family: Int32 { isIPv6 ? AF_INET6 : AF_INET }

    var isLoopback: Bool { isIPv6 ? high == 0 && low == 1 : low >> 24 == 127 }

    /// What limits per address count: in IPv6 one household holds a whole /64.
    var network: NetworkAddress {
        var network = self
        if isIPv6 { network.low = 0 }
        return network
    }

    /// As `inet_ntop` writes it: `192.0.2.7`, `2001:db8::7`.
    var text: [UInt8] {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        unsafe withRaw { raw in
            _ = unsafe inet_ntop(family, raw, &buffer, socklen_t(INET6_ADDRSTRLEN))
        }
        return buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    }

    private func withRaw(_ body: (UnsafeRawPointer) -> Void) {
        if isIPv6 {
            var raw = (high.bigEndian, low.bigEndian)
            unsafe body(&raw)
        } else {
            var raw = UInt32(truncatingIfNeeded: low).bigEndian
            unsafe body(&raw)
        }
    }

    /// The address with a port, in the form that `bind` takes, and that form's length.
    func socketAddress(port: UInt16) -> (sockaddr_storage, socklen_t) {
        var storage = sockaddr_storage()
        let length = unsafe withUnsafeMutableBytes(of: &storage) { bytes in
            if isIPv6 {
                var six = sockaddr_in6()
                six.sin6_family = sa_family_t(AF_INET6)
                six.sin6_port = port.bigEndian
                unsafe withRaw { raw in
                    unsafe withUnsafeMutableBytes(of: &six.sin6_addr) {
                        unsafe $0.copyMemory(from: .init(start: raw, count: 16))
                    }
                }
                unsafe bytes.storeBytes(of: six, as: sockaddr_in6.self)
                return MemoryLayout<sockaddr_in6>.size
            }
            var four = sockaddr_in()
            four.sin_family = sa_family_t(AF_INET)
            four.sin_port = port.bigEndian
            four.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
            unsafe bytes.storeBytes(of: four, as: sockaddr_in.self)
            return MemoryLayout<sockaddr_in>.size
        }
        return (storage, socklen_t(length))
    }
}
