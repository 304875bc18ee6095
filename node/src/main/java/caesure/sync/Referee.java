// SPDX-License-Identifier: BSD-2-Clause
package caesure.sync;

import caesure.consensus.Reject;
import caesure.log.Category;

/** Who is to blame for what is invalid (MaybePunishNodeForBlock). */
final class Referee {
    private final Room room;

    Referee(Room room) {
        this.room = room;
    }

    /**
     * A block or a header is invalid.
     *
     * @param talk with whom it came
     * @param what for the log; may be empty
     */
    void punish(Talk talk, Reject reject, String what) {
        boolean isFault =
                switch (reject.reason()) {
                    case TIME_TOO_NEW, TOO_LITTLE_CHAINWORK -> false;
                    // who called us may follow what we found invalid; those we choose may not
                    case DUPLICATE_INVALID -> !talk.peer.isInbound();
                    default -> true;
                };
        judge(talk, isFault, what);
    }

    /**
     * A compact block is invalid: these are passed on before they are checked (BIP 152), so only
     * what shows in the header is a fault.
     */
    void punishForCompact(Talk talk, Reject reject, String what) {
        judge(talk, isOfHeader(reject.reason()), what);
    }

    private void judge(Talk talk, boolean isFault, String what) {
        if (isFault) room.voice().misbehaves(talk, what);
        else if (!what.isEmpty()) room.log().debug(Category.NET, "peer=%d: %s", talk.id(), what);
    }

    /** Whether it shows in the header, without the block. */
    private static boolean isOfHeader(Reject.Reason reason) {
        return switch (reason) {
            case HIGH_HASH, BAD_DIFFBITS, TIME_TOO_OLD, TIME_TIMEWARP_ATTACK, BAD_VERSION -> true;
            case BAD_PREVBLK, PREV_BLK_NOT_FOUND -> true;
            default -> false;
        };
    }
}
