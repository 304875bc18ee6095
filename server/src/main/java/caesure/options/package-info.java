// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the user wishes: one table of options, and how argv and bitcoin.conf are read by it.
 *
 * <p>{@link OptionTable} holds a row for each option, bitcoind's and the original Caesure's. {@link
 * Arguments} reads a command line by Bitcoin Core's rules, {@link Configuration} adds bitcoin.conf
 * and its includes, {@link Settings} says which of several values counts. {@link ChainOptions},
 * {@link LogOptions} and {@link NodeOptions} are the outcome, with types; {@link Help} shows the
 * table. Nothing here opens a chain or starts anything.
 */
package caesure.options;
