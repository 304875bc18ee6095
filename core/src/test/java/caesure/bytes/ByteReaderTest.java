// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {
    /** One way to read something of a fixed length. */
    private interface Read {
        Object from(ByteReader in) throws MalformedException;
    }

    @Test
    void readsLowestByteFirst() throws MalformedException {
        assertEquals(0xff, reader("ff").u8());
        assertEquals(0xff01, reader("01ff").u16());
        assertEquals(0xff03_0201L, reader("010203ff").u32());
        assertEquals(0xff03_0201, reader("010203ff").i32());
        assertEquals(0xff07_0605_0403_0201L, reader("01020304050607ff").i64());
    }

    @Test
    void readsNothingPastTheEnd() throws MalformedException {
        assertNeeds(1, ByteReader::u8);
        assertNeeds(2, ByteReader::u16);
        assertNeeds(4, ByteReader::u32);
        assertNeeds(4, ByteReader::i32);
        assertNeeds(8, ByteReader::i64);
        assertNeeds(5, in -> in.bytes(5));
    }

    @Test
    void staysWithinASpan() throws MalformedException {
        ByteReader in = hex("00010203ff").slice(1, 4).reader();
        assertEquals(3, in.remaining());
        assertEquals(0, in.position());
        assertEquals(hex("0102"), in.bytes(2));
        assertEquals(2, in.position());
        assertEquals(hex("02"), in.between(1, 2));
        assertEquals(3, in.u8());
        assertThrows(MalformedException.class, in::u8);
        in.end();
    }

    @Test
    void looksBackOnlyAtWhatItPassed() throws MalformedException {
        ByteReader in = reader("010203");
        assertEquals(1, in.u8());
        assertThrows(IndexOutOfBoundsException.class, () -> in.between(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> in.between(-1, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> in.between(1, 0));
        assertEquals(ByteString.EMPTY, in.between(1, 1));
    }

    @Test
    void refusesANegativeLength() {
        assertThrows(MalformedException.class, () -> reader("0102").bytes(-1));
        assertThrows(MalformedException.class, () -> reader("0102").bytes(Integer.MIN_VALUE));
        assertThrows(MalformedException.class, () -> reader("0102").bytes(Integer.MAX_VALUE));
    }

    @Test
    void refusesWhatIsLeftOver() throws MalformedException {
        ByteReader in = reader("0102");
        assertThrows(MalformedException.class, in::end);
        assertEquals(0x0201, in.u16());
        in.end();
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "1,01",
        "252,fc",
        "253,fdfd00",
        "65535,fdffff",
        "65536,fe00000100",
        "33554431,feffffff01",
        "33554432,fe00000002"
    })
    void readsSizesInTheirShortestForm(int size, String form) throws MalformedException {
        ByteReader in = reader(form);
        assertEquals(size, in.compactSize());
        in.end();
        var out = new ByteWriter();
        out.compactSize(size);
        assertEquals(hex(form), out.toByteString());
        for (int end = 0; end < form.length() / 2; end++) {
            ByteReader cut = hex(form).slice(0, end).reader();
            assertThrows(MalformedException.class, cut::compactSize);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fd0000",
                "fdfc00",
                "fe00000000",
                "fefc000000",
                "feffff0000",
                "ff0000000000000000",
                "fffd00000000000000",
                "ffffffffff00000000",
                "ff0000010000000000"
            })
    void refusesLongerFormsThanNeeded(String form) {
        var refused =
                assertThrows(MalformedException.class, () -> reader(form).compactSize(), form);
        assertEquals("non-canonical ReadCompactSize()", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fe01000002",
                "feffffff7f",
                "fe00000080",
                "feffffffff",
                "ff0000000001000000",
                "ffffffffffffffff7f",
                "ff0000000000000080",
                "ffffffffffffffffff"
            })
    void refusesSizesBeyondTheLimit(String form) {
        assertThrows(MalformedException.class, () -> reader(form).compactSize(), form);
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "252,fc",
        "253,fdfd00",
        "65536,fe00000100",
        "4294967295,feffffffff",
        "4294967296,ff0000000001000000",
        "9223372036854775807,ffffffffffffffff7f",
        "-1,ffffffffffffffffff"
    })
    void readsNumbersOf64BitsInTheSameForm(long number, String form) throws MalformedException {
        ByteReader in = reader(form);
        assertEquals(number, in.compactU64());
        in.end();
        var out = new ByteWriter();
        out.compactSize(number);
        assertEquals(hex(form), out.toByteString());
        for (int end = 0; end < form.length() / 2; end++) {
            ByteReader cut = hex(form).slice(0, end).reader();
            assertThrows(MalformedException.class, cut::compactU64);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fdfc00", "feffff0000", "ffffffffff00000000"})
    void refusesLongerFormsOfNumbersToo(String form) {
        assertThrows(MalformedException.class, () -> reader(form).compactU64(), form);
    }

    @Test
    void countsOnlyWhatCanStillCome() throws MalformedException {
        assertEquals(2, reader("02" + "00".repeat(6)).count(3));
        assertThrows(MalformedException.class, () -> reader("02" + "00".repeat(5)).count(3));
        assertEquals(0, reader("00").count(100));
        assertThrows(MalformedException.class, () -> reader("fe00000002").count(1));
    }

    @Test
    void readsBytesWithTheirNumber() throws MalformedException {
        ByteReader in = reader("0301020304");
        assertEquals(hex("010203"), in.varBytes());
        assertEquals(1, in.remaining());
        assertThrows(MalformedException.class, in::varBytes);
        assertEquals(ByteString.EMPTY, reader("00").varBytes());
    }

    private static void assertNeeds(int bytes, Read read) throws MalformedException {
        for (int length = 0; length < bytes; length++) {
            ByteReader in = ByteReader.of(new byte[length]);
            assertThrows(MalformedException.class, () -> read.from(in));
            assertEquals(0, in.position());
        }
        ByteReader in = ByteReader.of(new byte[bytes]);
        read.from(in);
        in.end();
    }

    private static ByteString hex(String digits) throws MalformedException {
        return ByteString.fromHex(digits);
    }

    private static ByteReader reader(String digits) throws MalformedException {
        return hex(digits).reader();
    }
}
