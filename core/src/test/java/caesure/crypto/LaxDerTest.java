// SPDX-License-Identifier: BSD-2-Clause
package caesure.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.testkit.Property;
import caesure.testkit.Signer;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class LaxDerTest {
    private static final String ORDER =
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    @Test
    void readsStrictDer() {
        Property.forAll(
                100,
                random -> {
                    Signer signer = Signer.of(random.nextLong());
                    Hash256 message = Sha256.hash(ByteString.of(random.nextInt(256)));
                    assertEquals(
                            Optional.of(signer.signEcdsaCompact(message)),
                            LaxDer.parse(signer.signEcdsa(message)));
                });
    }

    @Test
    void readsTheSmallest() throws Exception {
        assertEquals(pair("01", "02"), parse("3006020101020102"));
    }

    @Test
    void doesNotCareWhatTheFirstLengthSays() throws Exception {
        assertEquals(pair("01", "02"), parse("307f020101020102"));
        assertEquals(pair("01", "02"), parse("3000020101020102"));
        assertEquals(pair("01", "02"), parse("3080020101020102"));
        assertEquals(pair("01", "02"), parse("3084ffffffff020101020102"));
    }

    @Test
    void readsLongLengths() throws Exception {
        assertEquals(pair("01", "02"), parse("3006" + "02810101" + "0282000102"));
        assertEquals(pair("01", "02"), parse("3006" + "0287000000000000010" + "1" + "020102"));
        assertEquals(pair("00", "02"), parse("3006" + "0280" + "020102"));
    }

    @Test
    void refusesLengthsOfMoreThanThreeBytes() throws Exception {
        assertEquals(Optional.empty(), parse("3006" + "028401000000" + "01020102"));
    }

    @Test
    void takesNegativeNumbersAsPositive() throws Exception {
        assertEquals(pair("81", "ff"), parse("30060201810201ff"));
    }

    @Test
    void skipsPaddingAndIgnoresWhatFollows() throws Exception {
        assertEquals(pair("01", "02"), parse("300c" + "020400000001" + "02020002" + "abcdef"));
    }

    @Test
    void readsEmptyNumbersAsZero() throws Exception {
        assertEquals(pair("00", "00"), parse("300402000200"));
    }

    @Test
    void givesZerosForNumbersFromTheOrderOn() throws Exception {
        String below = ORDER.substring(0, 62) + "40";
        assertEquals(pair("00", "00"), parse("3026" + "022100" + ORDER + "020101"));
        assertEquals(pair("00", "00"), parse("3026" + "020101" + "022100" + ORDER));
        assertEquals(pair("00", "00"), parse("3026" + "022101" + "00".repeat(32) + "020101"));
        assertEquals(pair(below, "01"), parse("3026" + "0220" + below + "020101"));
    }

    @Test
    void refusesWhatBreaksOff() throws Exception {
        String whole = "3006" + "02810101" + "020102";
        for (int i = 0; i < whole.length(); i += 2) {
            assertEquals(Optional.empty(), parse(whole.substring(0, i)), whole.substring(0, i));
        }
        assertEquals(Optional.empty(), parse("3086" + "020101"));
        assertEquals(Optional.empty(), parse("3006" + "020501" + "020102"));
        assertEquals(Optional.empty(), parse("3006" + "02ff01" + "020102"));
    }

    @Test
    void refusesOtherTags() throws Exception {
        assertEquals(Optional.empty(), parse("3106020101020102"));
        assertEquals(Optional.empty(), parse("3006030101020102"));
        assertEquals(Optional.empty(), parse("3006020101030102"));
    }

    @Test
    void lowSEndsAtHalfTheOrder() throws Exception {
        String half = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";
        String above = half.substring(0, 62) + "a1";
        String one = "00".repeat(31) + "01";
        assertTrue(LaxDer.isLowS(ByteString.fromHex(one + half)));
        assertFalse(LaxDer.isLowS(ByteString.fromHex(one + above)));
        // as in Core: what was too large counts as zero, and zero is low
        assertTrue(LaxDer.isLowS(ByteString.fromHex("00".repeat(64))));
    }

    private static Optional<ByteString> parse(String hex) throws Exception {
        return LaxDer.parse(ByteString.fromHex(hex));
    }

    private static Optional<ByteString> pair(String r, String s) throws Exception {
        return Optional.of(
                ByteString.fromHex("00".repeat(32 - r.length() / 2) + r)
                        .plus(ByteString.fromHex("00".repeat(32 - s.length() / 2) + s)));
    }
}
