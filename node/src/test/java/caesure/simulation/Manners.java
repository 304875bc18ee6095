// SPDX-License-Identifier: BSD-2-Clause
package caesure.simulation;

/** How a node behaves. */
enum Manners {
    HONEST,
    /** Its blocks take minutes. */
    SLOW,
    /** It never sends blocks. */
    MUTE,
    /** It hangs up whenever it likes. */
    VANISHING,
    /** It damages blocks on the way. */
    MUTATING,
    /** It tells of headers without work, or of a chain whose blocks are bad. */
    FALSE,
    /** It sends chains of too little work, and blocks that nobody wants. */
    SPAMMING,
    /** It sends bytes of chance, and messages out of order. */
    GARBLING
}
