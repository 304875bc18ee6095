// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import caesure.bytes.ByteString;
import caesure.crypto.Sha256;
import caesure.primitives.BlockHash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

class VerdictLogTest {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);
    private static final ByteString OTHER_MAGIC = ByteString.of(0xf9, 0xbe, 0xb4, 0xd9);
    private static final VerdictLog.Verdict VALID = new VerdictLog.Valid();
    private static final VerdictLog.Verdict INVALID = new VerdictLog.Invalid("bad-cb-amount");
    private static final int HEAD_BYTES = 20;
    private static final int VALID_BYTES = 39;

    @TempDir Path folder;

    @Test
    void remembersVerdicts() throws IOException {
        writeTwo();
        for (VerdictLog log : new VerdictLog[] {openReader(), openWriter()}) {
            assertEquals(Optional.of(VALID), log.of(block(1)));
            assertEquals(Optional.of(INVALID), log.of(block(2)));
            assertEquals(Optional.empty(), log.of(block(3)));
            log.close();
        }
    }

    @Test
    void readsNothingWhereThereIsNothing() throws IOException {
        try (VerdictLog log = openReader()) {
            assertEquals(Optional.empty(), log.of(block(1)));
            log.add(block(1), VALID); // for itself
            assertEquals(Optional.of(VALID), log.of(block(1)));
        }
        assertEquals(false, Files.exists(file()));
    }

    @Test
    void dropsATailTornAtAnyByte() throws IOException {
        writeTwo();
        byte[] whole = Files.readAllBytes(file());
        for (int length = 0; length < whole.length; length++) {
            Files.write(file(), Arrays.copyOf(whole, length));
            boolean first = length >= HEAD_BYTES + VALID_BYTES;
            try (VerdictLog reader = openReader()) {
                assertEquals(first, reader.of(block(1)).isPresent());
                assertEquals(length, Files.size(file()));
            }
            try (VerdictLog writer = openWriter()) {
                assertEquals(first ? HEAD_BYTES + VALID_BYTES : HEAD_BYTES, Files.size(file()));
                assertEquals(Optional.empty(), writer.of(block(2)));
                writer.add(block(3), VALID);
            }
            try (VerdictLog reader = openReader()) {
                assertEquals(Optional.of(VALID), reader.of(block(3)));
            }
        }
    }

    @Test
    void believesNothingFromADamagedRecordOn() throws IOException {
        writeTwo();
        byte[] whole = Files.readAllBytes(file());
        for (int at = HEAD_BYTES; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) (1 << bit);
                Files.write(file(), damaged);
                boolean first = at >= HEAD_BYTES + VALID_BYTES;
                try (VerdictLog reader = openReader()) {
                    assertEquals(
                            first ? Optional.of(VALID) : Optional.empty(), reader.of(block(1)));
                    assertEquals(Optional.empty(), reader.of(block(2)));
                }
            }
        }
    }

    @Test
    void refusesTheFileOfAnotherNetwork() throws IOException {
        writeTwo();
        assertThrows(IOException.class, () -> VerdictLog.openWriter(file(), OTHER_MAGIC));
        assertThrows(IOException.class, () -> VerdictLog.openReader(file(), OTHER_MAGIC));
        try (VerdictLog log = openReader()) {
            assertEquals(Optional.of(VALID), log.of(block(1)));
        }
    }

    private void writeTwo() throws IOException {
        try (VerdictLog log = openWriter()) {
            log.add(block(1), VALID);
            log.add(block(2), INVALID);
        }
    }

    private VerdictLog openWriter() throws IOException {
        return VerdictLog.openWriter(file(), MAGIC);
    }

    private VerdictLog openReader() throws IOException {
        return VerdictLog.openReader(file(), MAGIC);
    }

    private Path file() {
        return folder.resolve("verdicts.dat");
    }

    private static BlockHash block(int name) {
        return new BlockHash(Sha256.hash(ByteString.of(name)));
    }
}
