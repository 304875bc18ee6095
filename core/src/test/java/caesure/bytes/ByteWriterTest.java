// SPDX-License-Identifier: BSD-2-Clause
package caesure.bytes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.testkit.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;

class ByteWriterTest {
    @Test
    void writesLowestByteFirstAndDropsHigherBits() {
        var out = new ByteWriter(0);
        out.u8(0x1ff).u16(0x1_0203).u32(0x9_0807_0605L).u64(-2);
        assertEquals("ff03020506070" + "8feffffffffffffff", out.toByteString().toString());
        assertEquals(15, out.length());
    }

    @Test
    void growsAsBytesComeIn() {
        Property.forAll(
                50,
                random -> {
                    var out = new ByteWriter(random.nextInt(3));
                    var plain = new ByteArrayOutputStream();
                    for (int i = 0; i < 40; i++) {
                        byte[] piece = new byte[random.nextInt(100)];
                        random.nextBytes(piece);
                        if (random.nextBoolean()) out.bytes(piece);
                        else out.bytes(ByteString.wrap(piece));
                        plain.write(piece);
                        out.u8(i);
                        plain.write(i);
                    }
                    assertArrayEquals(plain.toByteArray(), out.toArray());
                    assertEquals(plain.size(), out.length());
                });
    }

    @ParameterizedTest
    @CsvSource({
        "0,00",
        "252,fc",
        "253,fdfd00",
        "65535,fdffff",
        "65536,fe00000100",
        "4294967295,feffffffff",
        "4294967296,ff0000000001000000",
        "9223372036854775807,ffffffffffffffff7f",
        "-1,ffffffffffffffffff",
    })
    void writesSizesInTheirShortestForm(long size, String form) {
        var out = new ByteWriter();
        out.compactSize(size);
        assertEquals(form, out.toByteString().toString());
        assertEquals(form.length() / 2, ByteSink.compactSizeLength(size));
    }

    @Test
    void writesBytesAfterTheirNumber() {
        var out = new ByteWriter();
        out.varBytes(ByteString.of(7, 8)).varBytes(ByteString.EMPTY);
        assertEquals("02070800", out.toByteString().toString());
    }

    @Test
    void givesAwayCopies() {
        var out = new ByteWriter();
        out.u8(1);
        ByteString before = out.toByteString();
        out.toArray()[0] = 9;
        out.u8(2);
        assertEquals("01", before.toString());
        assertEquals("0102", out.toByteString().toString());
    }
}
