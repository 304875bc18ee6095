// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HexTest {
    @Test
    void readsWhatItWroteInEitherCase() throws MalformedException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) all[i] = (byte) i;
        String digits = Hex.of(all);
        assertEquals("000102", digits.substring(0, 6));
        assertArrayEquals(all, Hex.bytes(digits));
        assertArrayEquals(new byte[] {(byte) 0xab, (byte) 0xcd}, Hex.bytes("aBCd"));
        assertArrayEquals(new byte[0], Hex.bytes(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "g0", " 00", "00 ", "0x00", "-1", "+1", "\uff10\uff10"})
    void refusesOtherText(String text) {
        assertThrows(MalformedException.class, () -> Hex.bytes(text));
    }

    @Test
    void turnsAround() {
        assertArrayEquals(new byte[] {3, 2, 1}, Hex.reversed(new byte[] {1, 2, 3}));
        assertArrayEquals(new byte[0], Hex.reversed(new byte[0]));
    }
}
