// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

/** What a peer may beyond others (Core's NetPermissionFlags), in the order of Core's list. */
public enum Permission {
    /** May set bloom filters, even if others may not. */
    BLOOMFILTER("bloomfilter"),
    /** Is never banned, disconnected or discouraged. Has {@link #DOWNLOAD}. */
    NOBAN("noban"),
    /** Its transactions are relayed again, even if known. Has {@link #RELAY}. */
    FORCERELAY("forcerelay"),
    /** May send transactions even to a node that takes none. */
    RELAY("relay"),
    /** May ask for what is in the mempool. */
    MEMPOOL("mempool"),
    /** Is served blocks during the initial download, and beyond the upload target. */
    DOWNLOAD("download"),
    /** Is answered each getaddr, without limit, and may send any number of addresses. */
    ADDR("addr");

    private final String shown;

    Permission(String shown) {
        this.shown = shown;
    }

    /** As bitcoind names it. */
    public String shown() {
        return shown;
    }
}
