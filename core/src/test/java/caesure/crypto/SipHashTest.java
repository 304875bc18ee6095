// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Property;

import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class SipHashTest {
    /** From the paper, appendix A: key 00 to 0f, message 00 to 0e. */
    @Test
    void knowsTheExampleOfThePaper() {
        var hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
        ByteString message = ByteString.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
        assertEquals(0xa129ca6149be45e5L, hash.hash(message));
        assertEquals(0x726fdb47dd0e0e31L, hash.hash(ByteString.EMPTY));
    }

    @Test
    void agreesWithBouncyCastle() {
        Property.forAll(
                500,
                random -> {
                    var key = new ByteWriter().u64(random.nextLong()).u64(random.nextLong());
                    ByteString message = bytes(random.nextInt(300), random.nextLong());
                    var other = new org.bouncycastle.crypto.macs.SipHash();
                    other.init(new KeyParameter(key.toArray()));
                    other.update(message.toArray(), 0, message.length());
                    assertEquals(other.doFinal(), hash(key).hash(message));
                });
    }

    @Test
    void theFastFormsAreTheSameFunction() {
        Property.forAll(
                500,
                random -> {
                    var hash = new SipHash(random.nextLong(), random.nextLong());
                    ByteString txid = bytes(32, random.nextLong());
                    Hash256 words = Hash256.of(txid.toArray());
                    long index = random.nextInt() & 0xffff_ffffL;
                    assertEquals(hash.hash(txid), hash.hash(words));
                    ByteString outPoint = txid.plus(new ByteWriter().u32(index).toByteString());
                    assertEquals(hash.hash(outPoint), hash.hash(words, index));
                });
    }

    private static SipHash hash(ByteWriter key) throws Exception {
        var reader = key.toByteString().reader();
        return new SipHash(reader.i64(), reader.i64());
    }

    private static ByteString bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new SplittableRandom(seed).nextBytes(bytes);
        return ByteString.wrap(bytes);
    }
}
