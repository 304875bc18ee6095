// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha3;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Addresses as people read them, in the forms of Core.
 *
 * <pre>
 *   IPv4   1.2.3.4
 *   IPv6   2001:db8::1                                (RFC 5952, but never with dots; so CJDNS)
 *   onion  base32(key(32) checksum(2) 03) .onion      checksum = the first bytes of
 *                                                     SHA3-256(".onion checksum" key 03)
 *   I2P    base32(hash(32)) .b32.i2p
 * </pre>
 */
final class AddressText {
    private static final String ONION = ".onion";
    private static final String I2P = ".b32.i2p";
    private static final ByteString ONION_SALT =
            ByteString.wrap(".onion checksum".getBytes(StandardCharsets.US_ASCII));
    private static final ByteString ONION_VERSION = ByteString.of(3);
    private static final int ONION_CHECKSUM_BYTES = 2;

    /** The longest form is an onion service's, of 62 characters; IPv6 has brackets. */
    private static final int LENGTH_MAX = 64;

    private AddressText() {}

    static String of(NetAddress address) {
        ByteString bytes = address.bytes();
        return address.kind()
                .map(kind -> of(kind, bytes))
                .orElseGet(() -> "network-" + address.network() + "-" + bytes);
    }

    static String of(NetKind kind, ByteString bytes) {
        return switch (kind) {
            case IPV4 -> ipv4(bytes);
            case IPV6, CJDNS -> Ipv6Text.of(bytes);
            case ONION -> Base32.encode(onion(bytes)) + ONION;
            case I2P -> Base32.encode(bytes) + I2P;
        };
    }

    static NetAddress parse(String text) throws MalformedException {
        if (text.length() > LENGTH_MAX) {
            throw new MalformedException("no address: " + text.length() + " characters");
        }
        boolean bracketed = text.length() > 1 && text.startsWith("[") && text.endsWith("]");
        String bare = bracketed ? text.substring(1, text.length() - 1) : text;
        if (bare.endsWith(ONION)) return parseOnion(bare);
        if (bare.toLowerCase(Locale.ROOT).endsWith(I2P)) return parseI2p(bare);
        if (bare.indexOf(':') >= 0) return NetAddress.ofLegacy(Ipv6Text.parse(bare));
        return NetAddress.of(NetKind.IPV4, parseIpv4(bare));
    }

    private static NetAddress parseOnion(String text) throws MalformedException {
        ByteString whole = Base32.decode(text.substring(0, text.length() - ONION.length()));
        int keyBytes = NetKind.ONION.addressBytes();
        if (whole.length() < keyBytes || !whole.equals(onion(whole.slice(0, keyBytes)))) {
            throw new MalformedException("no onion service of version 3: " + text);
        }
        return NetAddress.of(NetKind.ONION, whole.slice(0, keyBytes));
    }

    private static NetAddress parseI2p(String text) throws MalformedException {
        ByteString hash = Base32.decode(text.substring(0, text.length() - I2P.length()));
        if (hash.length() != NetKind.I2P.addressBytes()) {
            throw new MalformedException("no I2P destination: " + text);
        }
        return NetAddress.of(NetKind.I2P, hash);
    }

    private static ByteString onion(ByteString key) {
        ByteString checksum = Sha3.hash(ONION_SALT.plus(key).plus(ONION_VERSION));
        return key.plus(checksum.slice(0, ONION_CHECKSUM_BYTES)).plus(ONION_VERSION);
    }

    private static String ipv4(ByteString bytes) {
        return bytes.at(0) + "." + bytes.at(1) + "." + bytes.at(2) + "." + bytes.at(3);
    }

    /** Four decimal numbers without leading zeros: one would make it octal for others. */
    static ByteString parseIpv4(String text) throws MalformedException {
        String[] parts = text.split("\\.", -1);
        var bytes = new ByteWriter(NetKind.IPV4.addressBytes());
        for (String part : parts) {
            if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 0xff) {
                throw new MalformedException("no address: " + text);
            }
            bytes.u8(Integer.parseInt(part));
        }
        if (parts.length != NetKind.IPV4.addressBytes()) {
            throw new MalformedException("no address: " + text);
        }
        return bytes.toByteString();
    }
}
