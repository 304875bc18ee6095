// SPDX-License-Identifier: BSD-2-Clause
/**
 * What the node says of its work, for people: the text of debug.log, in the form that bitcoind's
 * users and their programs know.
 *
 * <p>{@link caesure.log.Log} is handed to whoever has something to say; nobody reaches for it. What
 * strangers wrote is escaped, the growth of the file is bounded, and a disk that is full or gone
 * costs lines and nothing else.
 */
package caesure.log;
