// SPDX-License-Identifier: BSD-2-Clause
/**
 * Bytes and nothing else: reading, writing, hexadecimal, compact sizes.
 *
 * <p>Integers on the wire are little-endian unless a method's name says otherwise. Every read is
 * bounded: a {@link caesure.bytes.ByteReader} never allocates more than the bytes it was given
 * could fill.
 *
 * <p>Imports nothing of ours.
 */
package caesure.bytes;
