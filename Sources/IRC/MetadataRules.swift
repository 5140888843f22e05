import Rooms
import Wire

/// What metadata may be, and who may read and write it.
///
/// - Source: IRCv3 metadata (draft/metadata-3), "Keys and Values".
enum MetadataRules {
    /// What stands behind the capability in LS 302.
    static let limits =
        "before-connect,max-subs=\(Limit.metadataSubscriptions),max-keys=\(Limit.metadataKeys),"
        + "max-key-bytes=\(Limit.metadataKeyBytes),max-value-bytes=\(Limit.metadataValueBytes)"

    /// What others may see in the `support` policy. Nothing that a client fetches from elsewhere by
    /// itself (an avatar would tell its host the family's address), and nothing that says where
    /// somebody is or how they are reached.
    static let shared: Set<[UInt8]> = [
        Array("color".utf8), Array("display-name".utf8), Array("pronouns".utf8),
    ]

    /// Lower-case letters, digits and `_./-`.
    static func isKey(_ key: ArraySlice<UInt8>) -> Bool {
        guard 1...Limit.metadataKeyBytes ~= key.count else { return false }
        return key.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}

extension Capabilities {
    /// Whether a client can follow metadata: it comes in batches.
    var followMetadata: Bool { hasMetadata && contains(.batch) }

    /// Whether one of its drafts was asked for.
    var hasMetadata: Bool { !isDisjoint(with: [.metadata, .metadata2]) }
}

/// Something with metadata, as somebody calls it.
struct MetadataSubject {
    let target: Metadata.Target
    /// As it stands in replies.
    let name: [UInt8]
}

extension House {
    /// What a name means for somebody: themselves, a person whom they may see, a room where they
    /// are. All else is not there.
    func subject(_ name: ArraySlice<UInt8>, for person: Person) -> MetadataSubject? {
        if name.elementsEqual([UInt8(ascii: "*")]) { return subject(person) }
        let key = key(name)
        if name.first == UInt8(ascii: "#") || name.first == UInt8(ascii: "&") {
            guard let id = centre.room(named: key), let room = centre.rooms[id],
                room.member(person.id) != nil
            else { return nil }
            return subject(room)
        }
        guard let other = people.person(nicked: key), sees(person, other) else { return nil }
        return subject(other)
    }

    func subject(_ person: Person) -> MetadataSubject {
        MetadataSubject(target: .person(person.id), name: person.nick)
    }

    func subject(_ room: Room) -> MetadataSubject {
        MetadataSubject(target: .room(room.id), name: name(of: room))
    }

    /// What is set of it.
    func metadata(of target: Metadata.Target) -> Metadata {
        guard case .person(let person) = target else { return tables.metadata }
        return notes(of: person).metadata
    }

    /// Whether others may read this key of somebody or something. In the `support` policy what a
    /// parent writes here is for their own devices: a status beside the name would be words that
    /// no facilitator can hold back.
    func isShared(_ key: [UInt8], of target: Metadata.Target) -> Bool {
        guard welcome.policy == .support else { return true }
        guard MetadataRules.shared.contains(key) else { return false }
        guard case .person(let person) = target else { return true }
        return roles(of: person).isStaff
    }

    func shows(_ key: [UInt8], of target: Metadata.Target, to person: PersonID) -> Bool {
        target == .person(person) || isShared(key, of: target)
    }

    /// Whether somebody may set it.
    func maySet(
        _ key: [UInt8], of target: Metadata.Target, _ person: Person
    ) -> Bool {
        switch target {
        case .person(let id): id == person.id
        case .room(let id):
            centre.may(actor(person.id), .setMetadata, in: centre.rooms[id])
                && isShared(key, of: target)
        }
    }
}
