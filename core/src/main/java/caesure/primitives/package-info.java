// SPDX-License-Identifier: BSD-2-Clause
/**
 * The nouns of Bitcoin: block, header, transaction, outpoint, coin. Values only; they know their
 * bytes and their hashes and nothing of validity.
 *
 * <p>Fields that are unsigned 32 bits on the wire (a transaction's version, lock time, sequences,
 * output indexes, times) are {@code long} here and never negative. A header's version is signed, as
 * the rules compare it signed. BIPs: 141 and 144 (witness).
 */
package caesure.primitives;
