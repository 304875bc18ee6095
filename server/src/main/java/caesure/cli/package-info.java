// SPDX-License-Identifier: BSD-2-Clause
/**
 * The program: the only place that puts the other packages together.
 *
 * <p>{@link Main} finds the command; {@code NodeCommand} is the one without a name, the running
 * node with its doors; {@code ImportCommand} and {@code UtxoStatsCommand} work on a data directory;
 * those that judge files are in {@code caesure.judge}. No rule of Bitcoin is decided here.
 */
package caesure.cli;
