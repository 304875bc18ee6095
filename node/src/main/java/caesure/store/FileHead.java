// SPDX-License-Identifier: BSD-2-Clause
package caesure.store;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The first bytes of every file that is Caesure's own, so that none is taken for another's.
 *
 * <pre>
 *   head = "caesure" 0x0a                8 bytes
 *          kind                          8 bytes of ASCII, filled up with spaces
 *          version(u32) network-magic(4) reserved(4) = 0
 *          crc32c(u32)                   of the 28 bytes before
 * </pre>
 *
 * @param kind what the file holds, 1 to 8 letters
 * @param version of its grammar, from 1
 * @param magic the four bytes of the network
 */
public record FileHead(String kind, int version, ByteString magic) {
    /** The length of a head, in bytes. */
    public static final int BYTES = 32;

    private static final String OURS = "caesure\n";
    private static final int KIND_BYTES = 8;
    private static final int CHECKED = BYTES - 4;

    public FileHead {
        if (kind.isEmpty() || kind.length() > KIND_BYTES) {
            throw new IllegalArgumentException("kind " + kind);
        }
        if (magic.length() != 4) throw new IllegalArgumentException("magic " + magic);
    }

    /** The bytes with which such a file begins. */
    public ByteString toBytes() {
        String padded = kind + " ".repeat(KIND_BYTES - kind.length());
        ByteString checked =
                new ByteWriter(BYTES)
                        .bytes(ascii(OURS))
                        .bytes(ascii(padded))
                        .u32(version)
                        .bytes(magic)
                        .u32(0)
                        .toByteString();
        return new ByteWriter(BYTES).bytes(checked).u32(Crc32c.of(checked)).toByteString();
    }

    /**
     * Holds the first bytes of a file against this head.
     *
     * @param file its name, for the message
     * @throws IOException if they differ, saying in what
     */
    public void check(ByteString begin, String file) throws IOException {
        if (begin.equals(toBytes())) return;
        throw new IOException(file + ": " + difference(begin));
    }

    /**
     * Whether bytes that {@link #check} refuses are this head after damage: cut off, or wrong in
     * its name or behind it but not in both, or all zero as after a loss of power. A whole head of
     * another kind, version or network is none.
     */
    boolean isDamaged(ByteString begin) {
        ByteString wanted = toBytes();
        if (begin.length() < BYTES) return wanted.startsWith(begin);
        ByteString sum = new ByteWriter(4).u32(Crc32c.of(begin.slice(0, CHECKED))).toByteString();
        if (sum.equals(begin.slice(CHECKED, BYTES))) return false;
        int name = OURS.length();
        return begin.equals(ByteString.wrap(new byte[BYTES]))
                || wanted.slice(0, name).equals(begin.slice(0, name))
                || wanted.slice(name, BYTES).equals(begin.slice(name, BYTES));
    }

    private String difference(ByteString begin) {
        if (begin.length() < BYTES) return "only " + begin.length() + " bytes of its head are left";
        ByteString checked = begin.slice(0, CHECKED);
        ByteString sum = new ByteWriter(4).u32(Crc32c.of(checked)).toByteString();
        if (!sum.equals(begin.slice(CHECKED, BYTES))) {
            return "damaged: the checksum of its head is wrong";
        }
        ByteString wanted = toBytes();
        if (!begin.slice(0, 16).equals(wanted.slice(0, 16))) return "it is no file of " + kind;
        if (!begin.slice(20, 24).equals(magic)) return "it belongs to another network";
        return "its version is not " + version + ", the one that this program reads";
    }

    private static ByteString ascii(String text) {
        return ByteString.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
