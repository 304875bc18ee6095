// SPDX-License-Identifier: BSD-2-Clause
/**
 * The command line: the only place that puts the other packages together.
 *
 * <p>{@link Main} finds the command, {@link Given} is what it was given, and each command is a
 * class of its own that asks the rules and the chain and prints what they say. No rule of Bitcoin
 * is decided here. A command ends with 0 if all is well and with 1 if the input, a block or the
 * command line is bad.
 */
package caesure.cli;
