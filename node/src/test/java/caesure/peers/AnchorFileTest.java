// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caesure.bytes.ByteString;
import caesure.wire.NetEndpoint;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** anchors.dat, whole and otherwise. */
@Timeout(20)
class AnchorFileTest {
    private static final ByteString MAGIC = ByteString.of(0xfa, 0xbf, 0xb5, 0xda);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve(AnchorFile.FILE);
    }

    private static NetEndpoint peer(String text) throws Exception {
        return NetEndpoint.parse(text, 8333);
    }

    private List<NetEndpoint> take() throws IOException {
        return AnchorFile.take(file, MAGIC);
    }

    @Test
    void givesTheFirstTwoPeersBackOnce() throws Exception {
        List<NetEndpoint> three =
                List.of(peer("1.2.3.4:4660"), peer("[2001:db8::7]:8333"), peer("5.6.7.8:9"));
        AnchorFile.write(file, three, MAGIC);
        assertEquals(three.subList(0, 2), take());
        assertFalse(Files.exists(file));
        assertEquals(List.of(), take());
    }

    @Test
    void keepsAPortBehindItsAddressAsOnTheWire() throws Exception {
        AnchorFile.write(file, List.of(peer("1.2.3.4:4660")), MAGIC);
        String hex = HexFormat.of().formatHex(Files.readAllBytes(file));
        assertTrue(hex.contains("010203041234"), hex);
    }

    @Test
    void refusesAndRemovesAFileWithAnyByteChanged() throws Exception {
        AnchorFile.write(file, List.of(peer("1.2.3.4:4660"), peer("5.6.7.8:9")), MAGIC);
        byte[] whole = Files.readAllBytes(file);
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(file, damaged);
            assertThrows(IOException.class, this::take, "byte " + i);
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void refusesAFileThatIsCutOffOrTooLong() throws Exception {
        AnchorFile.write(file, List.of(peer("1.2.3.4:4660")), MAGIC);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThrows(IOException.class, this::take, "length " + length);
        }
        Files.write(file, Arrays.copyOf(whole, 10_000));
        assertTrue(assertThrows(IOException.class, this::take).getMessage().contains("longer"));
    }

    @Test
    void refusesTheFileOfAnotherNetwork() throws Exception {
        AnchorFile.write(file, List.of(peer("1.2.3.4:4660")), ByteString.of(1, 2, 3, 4));
        assertTrue(
                assertThrows(IOException.class, this::take)
                        .getMessage()
                        .contains("another network"));
    }
}
