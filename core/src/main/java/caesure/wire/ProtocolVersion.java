// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

/**
 * The numbers that peers exchange in their first message, and what began with which. Both sides
 * speak the lower of the two numbers. Source: Core's protocol_version.h.
 */
public final class ProtocolVersion {
    /** What we speak. */
    public static final int OURS = 70_017;

    /** Peers below this are left. */
    public static final int LEAST = 31_800;

    /** Above this, and not at it, a ping has a nonce and is answered (BIP 31). */
    public static final int PING_WITHOUT_NONCE = 60_000;

    /** From here on headers may announce blocks (BIP 130). */
    public static final int SEND_HEADERS = 70_012;

    /** From here on a peer can name the lowest fee rate it takes (BIP 133). */
    public static final int FEE_FILTER = 70_013;

    /** From here on there are compact blocks (BIP 152). */
    public static final int COMPACT_BLOCKS = 70_014;

    /** From here on an invalid compact block may be an honest mistake. */
    public static final int INVALID_COMPACT_BLOCK_FORGIVEN = 70_015;

    /** From here on transactions can be announced by wtxid (BIP 339). */
    public static final int WTXID_RELAY = 70_016;

    /** From here on features can be announced (BIP 434). */
    public static final int FEATURE = 70_017;

    private ProtocolVersion() {}
}
