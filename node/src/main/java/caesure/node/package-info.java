// SPDX-License-Identifier: BSD-2-Clause
/**
 * The running node: what holds the parts together, starts them in order and brings them to an end.
 *
 * <p>{@link caesure.node.Node} owns the data directory, the log, the clock and the chain. It knows
 * no door: those are opened on it by whoever started it.
 */
package caesure.node;
