// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import caesure.bytes.ByteString;

/**
 * SipHash-2-4: 64 bits under a secret of 128. Fast on short input, and a stranger who does not know
 * the secret cannot make inputs collide. Immutable, for any number of threads.
 *
 * <p>Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF"; Core's CSipHasher and
 * PresaltedSipHasher.
 */
public final class SipHash {
    private final long k0;
    private final long k1;

    /**
     * @param k0 bytes 0 to 7 of the secret, little-endian
     * @param k1 bytes 8 to 15
     */
    public SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    public long hash(ByteString bytes) {
        var state = new State(k0, k1);
        int length = bytes.length();
        int whole = length & -8;
        for (int at = 0; at < whole; at += 8) state.take(word(bytes, at, 8));
        // the last word holds what is left over and, on top, the length modulo 256
        return state.finish(word(bytes, whole, length - whole) | (long) length << 56);
    }

    /** Of the 32 bytes of a hash; the short ids of BIP 152. */
    public long hash(Hash256 hash) {
        return taken(hash).finish((long) Hash256.BYTES << 56);
    }

    /**
     * Of a hash and 4 more bytes: an outpoint.
     *
     * @param extra 32 bits, unsigned; they follow the hash in little-endian
     */
    public long hash(Hash256 hash, long extra) {
        return taken(hash).finish((long) (Hash256.BYTES + 4) << 56 | extra & 0xffff_ffffL);
    }

    private State taken(Hash256 hash) {
        var state = new State(k0, k1);
        state.take(hash.a);
        state.take(hash.b);
        state.take(hash.c);
        state.take(hash.d);
        return state;
    }

    private static long word(ByteString bytes, int at, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) word |= (long) bytes.at(at + i) << 8 * i;
        return word;
    }

    /**
     * Four words that are stirred. It never leaves this class, so the compiler keeps it in
     * registers.
     */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long k0, long k1) {
            v0 = k0 ^ 0x736f6d6570736575L; // "somepseudorandomlygeneratedbytes"
            v1 = k1 ^ 0x646f72616e646f6dL;
            v2 = k0 ^ 0x6c7967656e657261L;
            v3 = k1 ^ 0x7465646279746573L;
        }

        void take(long word) {
            v3 ^= word;
            stir();
            stir();
            v0 ^= word;
        }

        long finish(long lastWord) {
            take(lastWord);
            v2 ^= 0xff;
            stir();
            stir();
            stir();
            stir();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void stir() {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
