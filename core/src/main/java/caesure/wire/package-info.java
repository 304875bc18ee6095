// SPDX-License-Identifier: BSD-2-Clause
/**
 * What peers say to each other: the messages, and the values that stand in them. Bytes become
 * values and values bytes; what a value means for a conversation is not known here.
 *
 * <p>Everything that is read is bounded before anything is allocated for it. What a message may
 * look like has two sides, and each its exception: bytes that are no such message ({@link
 * caesure.bytes.MalformedException}; Core logs them and keeps the peer) and messages that say what
 * is forbidden ({@link caesure.wire.ViolationException}; Core drops the peer).
 *
 * <p>A message may be a view of the payload it was read from. BIPs: 31, 37, 130, 133, 152, 155,
 * 157, 330, 339, 434.
 */
package caesure.wire;
