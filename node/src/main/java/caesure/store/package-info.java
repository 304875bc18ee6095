// SPDX-License-Identifier: BSD-2-Clause
/**
 * What lies on disk: the data directory, the blocks as they came, the coins that they spent, and
 * what is known of each.
 *
 * <p>Blocks and coins are added at the end of their files. Whoever opens those to write drops what
 * a crash left half written there; whoever opens them to read takes it as the end and changes
 * nothing. The index is written in place, slot by slot. Every format is a grammar in the Javadoc of
 * the class that writes it.
 */
package caesure.store;
