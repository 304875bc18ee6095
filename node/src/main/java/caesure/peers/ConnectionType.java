// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

/** Why a connection is there (Core's ConnectionType). */
public enum ConnectionType {
    /** The peer called. */
    INBOUND("inbound"),
    /** We chose the peer, and tell it of everything. */
    OUTBOUND_FULL_RELAY("outbound-full-relay"),
    /** We chose the peer for blocks alone: neither addresses nor transactions. */
    BLOCK_RELAY_ONLY("block-relay-only"),
    /** A person named the peer (-addnode, -connect, addnode). */
    MANUAL("manual"),
    /** A short call, to see whether somebody lives at the address. */
    FEELER("feeler"),
    /** A short call, to ask for addresses. */
    ADDR_FETCH("addr-fetch");

    private final String shown;

    ConnectionType(String shown) {
        this.shown = shown;
    }

    /** As bitcoind's getpeerinfo names it. */
    public String shown() {
        return shown;
    }

    public boolean isInbound() {
        return this == INBOUND;
    }

    /** Whether we called, to stay: blocks may be fetched there, and its tip matters to us. */
    public boolean isLasting() {
        return this == OUTBOUND_FULL_RELAY || this == BLOCK_RELAY_ONLY || this == MANUAL;
    }

    /** Whether transactions may be spoken of at all. */
    public boolean relaysTransactions() {
        return this == OUTBOUND_FULL_RELAY || this == MANUAL || this == INBOUND;
    }
}
