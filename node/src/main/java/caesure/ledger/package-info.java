// SPDX-License-Identifier: BSD-2-Clause
/**
 * Many worlds: the unspent coins as of each block, side by side.
 *
 * <p>A block does not change a ledger, it makes another one. A reorganization therefore takes
 * nothing back: it looks at another world. The ledger knows no best chain; choosing is {@code
 * caesure.chain}'s. Nor does it run scripts: it says which coins they have to satisfy.
 */
package caesure.ledger;
