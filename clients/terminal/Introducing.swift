import SandaliKit
import Wire

/// What makes coming back easy: this device's certificate, or a token, in place of the password.
extension Chat {
    /// Asks for it, once the server has said that it is Sandali, and takes what comes of it.
    ///
    /// - Returns: whether the message was about this alone, and is not shown.
    func introduce(_ message: Message) -> Bool {
        switch message.command {
        case "004":
            // In `open`, where `+` is the classic one, there is a user mode for operators.
            telling.knowsTurns =
                message.part(2).hasPrefix("sandali-") && !message.part(3).contains("o")
            askForWayBack(message)
        case "NOTE", "FAIL": return take(message)
        default: break
        }
        return false
    }

    private func askForWayBack(_ message: Message) {
        guard !hasIntroduced, message.part(2).hasPrefix("sandali-"), let client,
            plan.identity.credentials != nil
        else { return }
        hasIntroduced = true
        switch plan.identity.method {
        // A device that the server knows already needs no more.
        case .certificate: break
        case .token where plan.device == nil: break
        default:
            client.send(plan.device != nil && !plan.plain ? "DEVICE ADD" : "TOKEN NEW")
        }
    }

    private func take(_ message: Message) -> Bool {
        switch (message.part(0), message.part(1)) {
        case ("ERASE", "STEP"):
            isErased = true
            return false
        case ("TOKEN", "TOKEN"):
            // A certificate is better: it is good after a restart too.
            if plan.identity.method != .certificate, let text = message.text(3),
                let token = Base64.decode(text), token.count == 32
            {
                plan.identity.method = .token(token)
            }
            return true
        case ("DEVICE", "DEVICE_ADDED"):
            // From now on it comes back by that, here and when it is started anew.
            plan.identity.method = .certificate
            show(.deviceKept)
            return true
        case ("DEVICE", "ALREADY"), ("TOKEN", _): return true
        case ("DEVICE", "CERTIFICATE_REQUIRED"):
            // This server asks for none: a token does it until the program ends.
            client?.send("TOKEN NEW")
            return true
        default: return false
        }
    }
}

extension Plan {
    /// Goes back to the password where the server takes neither token nor certificate any more.
    ///
    /// - Returns: whether another try is worth it.
    mutating func forgetsToken(_ error: ConnectError) -> Bool {
        guard case .signInRefused = error, identity.credentials?.password.isEmpty == false else {
            return false
        }
        switch identity.method {
        case .token, .certificate:
            identity.method = .sasl
            return true
        case .sasl, .pass, .invitation: return false
        }
    }
}
