// SPDX-License-Identifier: BSD-2-Clause
package caesure.transport;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha256;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transport that Bitcoin began with: messages in the clear, each behind a head of 24 bytes.
 *
 * <pre>
 *   stream   = message*
 *   message  = magic(4) command(12) length(u32) checksum(4) payload(length)
 *   command  = 0x20 to 0x7e, then zeros up to 12 bytes
 *   checksum = the first 4 bytes of the double SHA-256 of the payload
 * </pre>
 *
 * <p>A wrong magic or a length above {@link Frame#PAYLOAD_BYTES_MAX} ends the connection; a wrong
 * checksum or a command of other characters costs the message alone (Core's V1Transport).
 *
 * <p>What is kept grows with the bytes that came and not with the length that was announced: at
 * most twice as many, and 1 KiB. Receiving and sending share nothing, so that one thread may do
 * this and another that; neither half is for two threads.
 */
public final class V1Transport implements Transport {
    /** The bytes before each payload. */
    public static final int HEAD_BYTES = 24;

    private static final int CHECKSUM_BYTES = 4;

    /** Room for most messages but blocks and transactions, in bytes. */
    private static final int ROOM_BYTES = 1_024;

    private final ByteString magic;
    private final byte[] head = new byte[HEAD_BYTES];
    private int headLength;
    private ByteString commandBytes = ByteString.EMPTY;
    private ByteString checksum = ByteString.EMPTY;
    private byte[] payload = new byte[0];
    private int payloadLength;
    private int payloadWanted;
    private String broken = "";

    private List<ByteString> line = new ArrayList<>();

    /**
     * @param magic the four bytes that begin each message of the network
     */
    public V1Transport(ByteString magic) {
        if (magic.length() != 4) throw new IllegalArgumentException("magic " + magic);
        this.magic = magic;
    }

    @Override
    public Received receive(ByteBuffer chunk) {
        if (!broken.isEmpty()) {
            chunk.position(chunk.limit());
            return new Bad(broken);
        }
        if (headLength < HEAD_BYTES) {
            int count = Math.min(HEAD_BYTES - headLength, chunk.remaining());
            chunk.get(head, headLength, count);
            headLength += count;
            if (headLength < HEAD_BYTES) return new NeedMore();
            broken = readHead();
            if (!broken.isEmpty()) return receive(chunk);
        }
        takePayload(chunk);
        return payloadLength < payloadWanted ? new NeedMore() : finish();
    }

    /** Says what is wrong with a whole head; empty if nothing is. */
    private String readHead() {
        try {
            ByteReader in = ByteReader.of(head.clone());
            ByteString start = in.bytes(4);
            commandBytes = in.bytes(Frame.COMMAND_MAX);
            long length = in.u32();
            checksum = in.bytes(CHECKSUM_BYTES);
            if (!start.equals(magic)) return "Wrong MessageStart " + start + " received";
            if (length > Frame.PAYLOAD_BYTES_MAX) {
                return "Size too large (" + harmless(command()) + ", " + length + " bytes)";
            }
            payloadWanted = (int) length;
            return "";
        } catch (MalformedException e) {
            throw new IllegalStateException("a head is of " + HEAD_BYTES + " bytes", e);
        }
    }

    private void takePayload(ByteBuffer chunk) {
        int count = Math.min(payloadWanted - payloadLength, chunk.remaining());
        int needed = payloadLength + count;
        if (needed > payload.length) {
            int room = Math.min(payloadWanted, Math.max(ROOM_BYTES, 2 * needed));
            payload = Arrays.copyOf(payload, room);
        }
        chunk.get(payload, payloadLength, count);
        payloadLength = needed;
    }

    /** Gives out the whole message and begins the next. */
    private Received finish() {
        // never more room than was wanted: so a full payload fills its array
        ByteString bytes = ByteString.wrap(payload);
        String command = command();
        int wireBytes = HEAD_BYTES + payloadWanted;
        headLength = 0;
        payload = new byte[0];
        payloadLength = 0;
        payloadWanted = 0;
        String about = "(" + harmless(command) + ", " + bytes.length() + " bytes)";
        ByteString found = checksum(bytes);
        if (!found.equals(checksum)) {
            String what = "Wrong checksum " + about + ", expected " + found + " was " + checksum;
            return new Damaged(harmless(command), wireBytes, what);
        }
        if (!isCommand(commandBytes)) {
            return new Damaged(harmless(command), wireBytes, "Invalid message type " + about);
        }
        return new Whole(new Frame(command, bytes), wireBytes);
    }

    /** The command as it was sent: everything before the first zero. */
    private String command() {
        int end = 0;
        while (end < commandBytes.length() && commandBytes.at(end) != 0) end++;
        return new String(commandBytes.slice(0, end).toArray(), StandardCharsets.ISO_8859_1);
    }

    private static boolean isCommand(ByteString bytes) {
        boolean ended = false;
        for (int i = 0; i < bytes.length(); i++) {
            int c = bytes.at(i);
            ended |= c == 0;
            if (ended ? c != 0 : c < ' ' || c > '~') return false;
        }
        return true;
    }

    private static ByteString checksum(ByteString payload) {
        return Sha256.doubleHash(payload).toByteString().slice(0, CHECKSUM_BYTES);
    }

    /** What Core prints of a stranger's text. */
    private static String harmless(String text) {
        return text.replaceAll("[^A-Za-z0-9 .,;_/:?@()-]", "");
    }

    @Override
    public void send(Frame frame) {
        byte[] command = frame.command().getBytes(StandardCharsets.US_ASCII);
        var out = new ByteWriter(HEAD_BYTES);
        out.bytes(magic)
                .bytes(Arrays.copyOf(command, Frame.COMMAND_MAX))
                .u32(frame.payload().length())
                .bytes(checksum(frame.payload()));
        line.add(out.toByteString());
        if (!frame.payload().isEmpty()) line.add(frame.payload());
    }

    @Override
    public List<ByteString> outgoing() {
        List<ByteString> ready = line;
        line = new ArrayList<>();
        return ready;
    }
}
