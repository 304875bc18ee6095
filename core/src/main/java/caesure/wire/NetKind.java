// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import java.util.Optional;

/** The kinds of network in which a peer may live, with the numbers that BIP 155 gives them. */
public enum NetKind {
    IPV4(1, 4, "IPv4"),
    IPV6(2, 16, "IPv6"),
    /** Onion services of Tor, version 3; version 2, number 3, is gone. */
    ONION(4, 32, "TORv3"),
    I2P(5, 32, "I2P"),
    CJDNS(6, 16, "CJDNS");

    private final int id;
    private final int addressBytes;
    private final String shown;

    NetKind(int id, int addressBytes, String shown) {
        this.id = id;
        this.addressBytes = addressBytes;
        this.shown = shown;
    }

    /** The number that stands for it in an addrv2 message. */
    public int id() {
        return id;
    }

    /** How long its addresses are, in bytes. */
    public int addressBytes() {
        return addressBytes;
    }

    /** How it is called in a complaint. */
    String shown() {
        return shown;
    }

    /** The kind of a number; none if it is not known here. */
    public static Optional<NetKind> of(int id) {
        for (NetKind kind : values()) {
            if (kind.id == id) return Optional.of(kind);
        }
        return Optional.empty();
    }
}
