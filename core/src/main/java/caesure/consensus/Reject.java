// SPDX-License-Identifier: BSD-2-Clause
package caesure.consensus;

/**
 * A broken rule.
 *
 * @param reason which
 * @param text what bitcoind calls it; RPC clients compare this
 * @param detail what exactly is wrong and where, for a person
 */
public record Reject(Reason reason, String text, String detail) {

    /** What the verdict says beyond the bytes at hand. */
    public enum Blame {
        /** This copy is damaged; another peer may hold a good one under the same hash. */
        COPY,
        /** No copy with this hash will ever be valid. */
        BLOCK,
        /** Not valid yet (time-too-new): to be tried again later. */
        NOT_YET
    }

    /** Stub: the consensus work lists all of them. */
    public enum Reason {
        HIGH_HASH
    }

    public Blame blame() {
        return Blame.BLOCK;
    }
}
