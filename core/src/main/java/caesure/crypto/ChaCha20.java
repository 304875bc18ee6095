// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The stream of ChaCha20 (RFC 8439) with nonce and counter 0, for stretching a hash. The JDK's
 * cipher will not start twice with one key, which a set that takes an element twice would need.
 */
final class ChaCha20 {
    static final int BLOCK_BYTES = 64;

    private static final int DOUBLE_ROUNDS = 10;
    private static final int COUNTER = 12; // index of the word that counts blocks

    /** "expand 32-byte k" */
    private static final int[] HEAD = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

    private static final VarHandle INT =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private ChaCha20() {}

    /** The first bytes of the stream under a key. */
    static byte[] stream(Hash256 key, int blocks) {
        byte[] keyBytes = key.toArray();
        int[] start = new int[16];
        System.arraycopy(HEAD, 0, start, 0, HEAD.length);
        for (int i = 0; i < 8; i++) start[4 + i] = (int) INT.get(keyBytes, 4 * i);

        byte[] stream = new byte[blocks * BLOCK_BYTES];
        int[] words = new int[16];
        for (int block = 0; block < blocks; block++) {
            start[COUNTER] = block;
            System.arraycopy(start, 0, words, 0, words.length);
            stir(words);
            for (int i = 0; i < words.length; i++) {
                INT.set(stream, block * BLOCK_BYTES + 4 * i, words[i] + start[i]);
            }
        }
        return stream;
    }

    private static void stir(int[] w) {
        for (int i = 0; i < DOUBLE_ROUNDS; i++) {
            quarter(w, 0, 4, 8, 12);
            quarter(w, 1, 5, 9, 13);
            quarter(w, 2, 6, 10, 14);
            quarter(w, 3, 7, 11, 15);
            quarter(w, 0, 5, 10, 15);
            quarter(w, 1, 6, 11, 12);
            quarter(w, 2, 7, 8, 13);
            quarter(w, 3, 4, 9, 14);
        }
    }

    private static void quarter(int[] w, int a, int b, int c, int d) {
        w[a] += w[b];
        w[d] = Integer.rotateLeft(w[d] ^ w[a], 16);
        w[c] += w[d];
        w[b] = Integer.rotateLeft(w[b] ^ w[c], 12);
        w[a] += w[b];
        w[d] = Integer.rotateLeft(w[d] ^ w[a], 8);
        w[c] += w[d];
        w[b] = Integer.rotateLeft(w[b] ^ w[c], 7);
    }
}
