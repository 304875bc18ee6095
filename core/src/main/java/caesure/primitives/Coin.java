// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

/**
 * An unspent output, and what the rules must know of its origin.
 *
 * @param height of the block that made it
 * @param coinbase whether the first transaction of its block made it
 */
public record Coin(TxOut output, int height, boolean coinbase) {}
