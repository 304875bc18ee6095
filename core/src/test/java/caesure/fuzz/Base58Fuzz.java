// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.Base58;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;

/** Digits from strangers. */
class Base58Fuzz {
    private static final int BYTES_MAX = 100;

    /** What is read has the digits it was read from, but for the space around them. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            ByteString read = Base58.decode(text, BYTES_MAX);
            assertTrue(read.length() <= BYTES_MAX);
            assertEquals(text.replaceAll("[ \\t-\\r]", ""), Base58.encode(read));
        } catch (MalformedException _) {
            assertTrue(text.length() > 0); // no text at all names no bytes
        }
    }

    /** All bytes can be written and read again. */
    @FuzzTest(maxDuration = "10m")
    void writesAnyBytes(byte[] bytes) throws MalformedException {
        if (bytes.length > BYTES_MAX) return;
        ByteString whole = ByteString.copyOf(bytes);
        assertEquals(whole, Base58.decode(Base58.encode(whole), BYTES_MAX));
        assertEquals(whole, Base58.decodeChecked(Base58.encodeChecked(whole), BYTES_MAX));
    }
}
