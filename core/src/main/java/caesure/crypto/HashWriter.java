// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A sink that hashes what comes in with SHA-256. For one thread; {@link #fork} keeps a midstate.
 *
 * <p>Integers gather in a small buffer first: one call of the digest for each would cost more than
 * the hashing.
 */
public final class HashWriter implements ByteSink {
    private static final int BUFFER = 256;

    private final MessageDigest digest;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;

    private HashWriter(MessageDigest digest) {
        this.digest = digest;
    }

    public HashWriter() {
        this(Sha256.digest());
    }

    /** Starts as BIP 340 says: with the hash of the tag, twice. */
    public static HashWriter tagged(String tag) {
        byte[] hash = Sha256.hash(tag.getBytes(StandardCharsets.UTF_8)).toArray();
        return new HashWriter().bytes(hash).bytes(hash);
    }

    /** Another writer that has taken in what this one has. Both go on by themselves. */
    public HashWriter fork() {
        flush();
        try {
            return new HashWriter((MessageDigest) digest.clone());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of this JDK cannot be forked", e);
        }
    }

    /** SHA-256 of what came in. The writer is empty afterwards. */
    public Hash256 sha256() {
        flush();
        return Hash256.of(digest.digest());
    }

    /** SHA-256 of the SHA-256 of what came in. The writer is empty afterwards. */
    public Hash256 sha256d() {
        flush();
        return Hash256.of(digest.digest(digest.digest()));
    }

    @Override
    public HashWriter u8(int value) {
        room(1);
        buffer[filled++] = (byte) value;
        return this;
    }

    @Override
    public HashWriter u16(int value) {
        return little(value, 2);
    }

    @Override
    public HashWriter u32(long value) {
        return little(value, 4);
    }

    @Override
    public HashWriter u64(long value) {
        return little(value, 8);
    }

    @Override
    public HashWriter bytes(byte[] bytes) {
        if (bytes.length > BUFFER / 2) {
            flush();
            digest.update(bytes);
        } else {
            room(bytes.length);
            System.arraycopy(bytes, 0, buffer, filled, bytes.length);
            filled += bytes.length;
        }
        return this;
    }

    @Override
    public HashWriter bytes(ByteString bytes) {
        if (bytes.length() > BUFFER / 2) {
            flush();
            bytes.feed(digest);
        } else {
            room(bytes.length());
            bytes.copyTo(buffer, filled);
            filled += bytes.length();
        }
        return this;
    }

    private HashWriter little(long value, int count) {
        room(count);
        for (int i = 0; i < count; i++) buffer[filled++] = (byte) (value >>> 8 * i);
        return this;
    }

    private void room(int more) {
        if (filled + more > BUFFER) flush();
    }

    private void flush() {
        digest.update(buffer, 0, filled);
        filled = 0;
    }
}
