// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.SplittableRandom;

class HashWriterTest {
    @Test
    void hashesWhatABufferWouldHold() {
        Property.forAll(
                300,
                random -> {
                    var plain = new ByteWriter();
                    var hashed = new HashWriter();
                    feed(random, plain, hashed);
                    HashWriter fork = hashed.fork();
                    var forked = new ByteWriter().bytes(plain.toArray());
                    feed(random, plain, hashed);
                    feed(random, forked, fork);
                    if (random.nextBoolean()) {
                        assertArrayEquals(once(plain.toArray()), hashed.sha256().toArray());
                    } else {
                        assertArrayEquals(once(once(plain.toArray())), hashed.sha256d().toArray());
                    }
                    assertArrayEquals(once(forked.toArray()), fork.sha256().toArray());
                    assertArrayEquals(once(new byte[0]), fork.sha256().toArray());
                });
    }

    @Test
    void startsWithTheTagTwice() throws Exception {
        byte[] tag = once("TapLeaf".getBytes(StandardCharsets.UTF_8));
        var plain = new ByteWriter().bytes(tag).bytes(tag).u8(7);
        assertArrayEquals(
                once(plain.toArray()), HashWriter.tagged("TapLeaf").u8(7).sha256().toArray());
    }

    @Test
    void hashesPiecesAsIfTheyWereOne() {
        Property.forAll(
                200,
                random -> {
                    byte[] bytes = new byte[random.nextInt(300)];
                    random.nextBytes(bytes);
                    ByteString whole = ByteString.wrap(bytes);
                    int one = random.nextInt(bytes.length + 1);
                    int two = random.nextInt(one, bytes.length + 1);
                    Hash256 twice = Hash256.of(once(once(bytes)));
                    assertEquals(twice, Sha256.doubleHash(whole));
                    assertEquals(
                            twice,
                            Sha256.doubleHash(
                                    whole.slice(0, one),
                                    whole.slice(one, two),
                                    whole.slice(two, bytes.length)));
                    Hash256 part = Hash256.of(once(once(whole.slice(one, two).toArray())));
                    assertEquals(part, Sha256.doubleHash(bytes, one, two - one));
                    assertEquals(Hash256.of(once(bytes)), Sha256.hash(bytes));
                    assertEquals(Hash256.of(once(bytes)), Sha256.hash(whole));
                });
    }

    private static void feed(SplittableRandom random, ByteSink one, ByteSink other) {
        for (int i = random.nextInt(60); i > 0; i--) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? 600 : 10)];
            random.nextBytes(bytes);
            long number = random.nextLong() >>> random.nextInt(64);
            int kind = random.nextInt(7);
            for (ByteSink sink : List.of(one, other)) {
                switch (kind) {
                    case 0 -> sink.u8((int) number);
                    case 1 -> sink.u16((int) number);
                    case 2 -> sink.u32(number);
                    case 3 -> sink.u64(number);
                    case 4 -> sink.bytes(bytes);
                    case 5 -> sink.compactSize(number);
                    default -> sink.varBytes(ByteString.wrap(bytes));
                }
            }
        }
    }

    private static byte[] once(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
