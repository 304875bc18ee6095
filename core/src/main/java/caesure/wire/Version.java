// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.nio.charset.StandardCharsets;

/**
 * The first message of both sides: who I am.
 *
 * <pre>
 *   version   = version(i32) services(u64) time(i64) receiver
 *               [ sender nonce(u64) [ user_agent [ start_height(i32) [ relay(u8) ] ] ] ]
 *   receiver, sender = services(u64) legacy_endpoint(18)
 *   user_agent       = length(compact size) byte*       at most 256
 * </pre>
 *
 * <p>Old peers end early; what they leave out has the values named below. The sender's address and
 * both peers' services in these addresses mean nothing: they are not read. A user agent that is too
 * long makes the message malformed.
 *
 * @param version of the protocol
 * @param timeS seconds since 1970 by the sender's clock; a negative one is read as 0
 * @param receiverServices what the sender thinks that we do; read as none
 * @param receiver where the sender sees us
 * @param nonce to find a connection to ourselves; 1 if left out
 * @param userAgent what the sender runs, a character for each byte; see {@link #cleanUserAgent}
 * @param startHeight of the sender's best chain, by its word; -1 if left out
 * @param relay whether transactions may be announced at once; true if left out (BIP 37)
 */
public record Version(
        int version,
        Services services,
        long timeS,
        Services receiverServices,
        NetEndpoint receiver,
        long nonce,
        String userAgent,
        int startHeight,
        boolean relay)
        implements Message {
    /** How long a user agent may be, in bytes (Core's MAX_SUBVERSION_LENGTH). */
    public static final int USER_AGENT_BYTES_MAX = 256;

    private static final int SENDER_BYTES = 8 + 16 + 2;

    /**
     * @throws IllegalArgumentException if no peer could read it
     */
    public Version {
        Bounds.within(0, userAgent.length(), USER_AGENT_BYTES_MAX, "user agent length");
    }

    static Version read(ByteReader in) throws MalformedException {
        int version = in.i32();
        var services = new Services(in.i64());
        long timeS = Math.max(0, in.i64());
        in.i64();
        NetEndpoint receiver = NetEndpoint.readLegacy(in);
        long nonce = 1;
        if (in.remaining() > 0) {
            in.bytes(SENDER_BYTES);
            nonce = in.i64();
        }
        return new Version(
                version,
                services,
                timeS,
                Services.NONE,
                receiver,
                nonce,
                in.remaining() > 0 ? readUserAgent(in) : "",
                in.remaining() > 0 ? in.i32() : -1,
                in.remaining() == 0 || in.u8() != 0);
    }

    private static String readUserAgent(ByteReader in) throws MalformedException {
        int length = in.compactSize();
        if (length > USER_AGENT_BYTES_MAX) {
            throw new MalformedException("user agent of " + length + " bytes");
        }
        return new String(in.bytes(length).toArray(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public String command() {
        return "version";
    }

    @Override
    public void write(ByteSink out) {
        out.u32(version).u64(services.bits()).u64(timeS).u64(receiverServices.bits());
        receiver.writeLegacy(out);
        out.u64(services.bits());
        NetEndpoint.NONE.writeLegacy(out);
        out.u64(nonce)
                .varBytes(ByteString.wrap(userAgent.getBytes(StandardCharsets.ISO_8859_1)))
                .u32(startHeight)
                .u8(relay ? 1 : 0);
    }

    /** The user agent as it may be printed: of letters, digits and {@code .,;-_/:?@()} alone. */
    public String cleanUserAgent() {
        return userAgent.replaceAll("[^A-Za-z0-9 .,;_/:?@()-]", "");
    }
}
