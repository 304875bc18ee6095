// SPDX-License-Identifier: BSD-2-Clause
package caesure.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.address.Bech32;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import com.code_intelligence.jazzer.junit.FuzzTest;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Bech32 from strangers. */
class Bech32Fuzz {

    /** What is read has the text it was read from, in lower case. */
    @FuzzTest(maxDuration = "10m")
    void readsAnyText(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            Bech32.Content content = Bech32.decode(text);
            assertTrue(text.length() <= Bech32.LENGTH_MAX);
            assertEquals(text.toLowerCase(Locale.ROOT), Bech32.encode(content));
            ByteString program = Bech32.toBytes(content.symbols());
            assertEquals(content.symbols(), Bech32.toSymbols(program));
        } catch (MalformedException _) {
            // refused, as it may be
        }
    }

    /** All bytes can be written and read again. */
    @FuzzTest(maxDuration = "10m")
    void writesAnyBytes(byte[] bytes) throws MalformedException {
        if (bytes.length > 40) return;
        ByteString whole = ByteString.copyOf(bytes);
        ByteString symbols = Bech32.toSymbols(whole);
        assertEquals(whole, Bech32.toBytes(symbols));
        var content = new Bech32.Content(Bech32.Checksum.BECH32M, "bc", symbols);
        assertEquals(content, Bech32.decode(Bech32.encode(content)));
    }
}
