// SPDX-License-Identifier: BSD-2-Clause
package caesure.peers;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.store.Crc32c;
import caesure.store.FileHead;
import caesure.store.WholeFile;
import caesure.wire.NetAddress;
import caesure.wire.NetEndpoint;
import caesure.wire.NetKind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The peers that a node had for blocks alone when it was stopped. It calls them first when it
 * starts: whoever made it restart cannot choose all of its peers (Core's anchors.dat).
 *
 * <pre>
 *   anchors.dat = head body sum                           integers are little-endian
 *   head    = {@link FileHead} of kind "anchors", version 1
 *   body    = count(u8) anchor * count                    0 to 2
 *   anchor  = network(u8) bytes(4, 16 or 32) port(2)      network: its number in BIP 155;
 *                                                         port: high byte first
 *   sum     = crc32c(u32) of body
 * </pre>
 */
public final class AnchorFile {
    /** Its name. */
    public static final String FILE = "anchors.dat";

    /** So many peers at most (MAX_BLOCK_RELAY_ONLY_ANCHORS). */
    public static final int ANCHORS_MAX = 2;

    private static final String KIND = "anchors";
    private static final int VERSION = 1;
    private static final int SUM_BYTES = 4;
    private static final int BYTES_MAX =
            FileHead.BYTES + 1 + ANCHORS_MAX * (1 + 32 + 2) + SUM_BYTES;

    private AnchorFile() {}

    /**
     * Writes the first {@link #ANCHORS_MAX} of these, in place of the file that is there.
     *
     * @param magic of the network
     * @throws IOException if that cannot be; the old file is still there
     */
    public static void write(Path file, List<NetEndpoint> peers, ByteString magic)
            throws IOException {
        List<NetEndpoint> anchors = peers.subList(0, Math.min(ANCHORS_MAX, peers.size()));
        var body = new ByteWriter(BYTES_MAX).u8(anchors.size());
        for (NetEndpoint anchor : anchors) {
            NetAddress address = anchor.address();
            body.u8(address.network()).bytes(address.bytes());
            body.u8(anchor.port() >>> 8).u8(anchor.port() & 0xff);
        }
        ByteString whole = body.toByteString();
        WholeFile.write(
                file,
                new ByteWriter(BYTES_MAX)
                        .bytes(new FileHead(KIND, VERSION, magic).toBytes())
                        .bytes(whole)
                        .u32(Crc32c.of(whole))
                        .toByteString());
    }

    /**
     * Reads a file, and removes it whatever it holds: after a crash the peers of long ago are no
     * better than others.
     *
     * @param magic of the network
     * @return empty if there is none
     * @throws IOException if it cannot be read or removed, or is damaged or another network's
     */
    public static List<NetEndpoint> take(Path file, ByteString magic) throws IOException {
        Optional<ByteString> bytes;
        try {
            bytes = WholeFile.read(file, BYTES_MAX);
        } finally {
            Files.deleteIfExists(file);
        }
        return bytes.isEmpty() ? List.of() : read(bytes.get(), file.toString(), magic);
    }

    private static List<NetEndpoint> read(ByteString bytes, String file, ByteString magic)
            throws IOException {
        ByteString head = bytes.slice(0, Math.min(FileHead.BYTES, bytes.length()));
        new FileHead(KIND, VERSION, magic).check(head, file);
        int end = bytes.length() - SUM_BYTES;
        if (end < FileHead.BYTES) throw new IOException(file + ": cut off behind its head");
        ByteString body = bytes.slice(FileHead.BYTES, end);
        ByteReader in = body.reader();
        try {
            if (bytes.slice(end, bytes.length()).reader().u32() != Crc32c.of(body)) {
                throw new IOException(file + ": damaged: the checksum is wrong");
            }
            return body(in);
        } catch (MalformedException e) {
            int at = FileHead.BYTES + in.position();
            throw new IOException(file + ": at byte " + at + ": " + e.getMessage(), e);
        }
    }

    private static List<NetEndpoint> body(ByteReader in) throws MalformedException {
        int count = in.u8();
        if (count > ANCHORS_MAX) throw new MalformedException(count + " anchors");
        var anchors = new ArrayList<NetEndpoint>(count);
        for (int i = 0; i < count; i++) {
            int network = in.u8();
            NetKind kind =
                    NetKind.of(network)
                            .orElseThrow(() -> new MalformedException("no network " + network));
            ByteString address = in.bytes(kind.addressBytes());
            int port = in.u8() << 8 | in.u8();
            try {
                anchors.add(new NetEndpoint(NetAddress.of(kind, address), port));
            } catch (IllegalArgumentException e) { // IPv6 that stands for something else
                throw new MalformedException(e.getMessage());
            }
        }
        in.end();
        return anchors;
    }
}
