// SPDX-License-Identifier: BSD-2-Clause
/**
 * What all commands stand on: what they were given, where they write, how they end.
 *
 * <p>{@link Given} is what the command line and bitcoin.conf say, {@link InputFiles} reads the
 * files that the user names. {@link Console} is the screen, {@link Report} a result in lines or in
 * JSON, {@link BadInput} what cannot be used. {@link Stop} carries a signal to the work, {@link
 * Exit} holds the two exit codes. No command is known here.
 */
package caesure.console;
