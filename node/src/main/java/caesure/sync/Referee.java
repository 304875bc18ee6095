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
     * @param talk with whom the block or header came
     * @param viaCompact whether it came as a compact block: those are passed on before they are
     *     checked, and so may be invalid without anybody's fault (BIP 152)
     * @param what for the log; may be empty
     */
    void punish(Talk talk, Reject reject, boolean viaCompact, String what) {
        boolean isFault =
                switch (reject.reason()) {
                    case TIME_TOO_NEW, TOO_LITTLE_CHAINWORK -> false;
                    // an inbound peer may follow what we found invalid; those that we choose may
                    // not
                    case DUPLICATE_INVALID -> !viaCompact && !talk.peer.isInbound();
                    case PREV_BLK_NOT_FOUND, BAD_PREVBLK -> true;
                    default -> !viaCompact || isOfHeader(reject.reason());
                };
        if (isFault) room.voice().misbehaves(talk, what);
        else if (!what.isEmpty()) room.log().debug(Category.NET, "peer=%d: %s", talk.id(), what);
    }

    /** Whether it shows in the header, without the block. */
    private static boolean isOfHeader(Reject.Reason reason) {
        return switch (reason) {
            case HIGH_HASH, BAD_DIFFBITS, TIME_TOO_OLD, TIME_TIMEWARP_ATTACK, BAD_VERSION -> true;
            default -> false;
        };
    }
}
