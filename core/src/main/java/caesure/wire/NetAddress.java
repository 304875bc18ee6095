// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.Optional;

/**
 * Where a peer may live, without its port.
 *
 * <pre>
 *   legacy  = 16 bytes: an IPv6 address, or ::ffff:0:0/96 with an IPv4 address in it
 *   address = network(u8) length(compact size, at most 512) byte*     (BIP 155)
 * </pre>
 *
 * <p>An address never is an IPv6 address that stands for something else. Bytes that claim to be one
 * are read as {@link #NONE}, as Core reads them: an IPv4 address (in an addrv2 message), an onion
 * service of version 2 (fd87:d87e:eb43::/48), a name that Core keeps for itself
 * (fd6b:88c0:8724::/48).
 *
 * @param network the number of BIP 155, 0 to 255
 * @param bytes as many as the network demands, in network byte order; up to 512 if it is unknown
 */
public record NetAddress(int network, ByteString bytes) implements Comparable<NetAddress> {
    /** How long an address of an unknown network may be, in bytes (BIP 155). */
    public static final int BYTES_MAX = 512;

    private static final int LEGACY_BYTES = 16;
    private static final ByteString IPV4_IN_IPV6 =
            ByteString.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
    private static final ByteString TORV2_IN_IPV6 =
            ByteString.of(0xfd, 0x87, 0xd8, 0x7e, 0xeb, 0x43);
    private static final ByteString NAME_IN_IPV6 =
            ByteString.of(0xfd, 0x6b, 0x88, 0xc0, 0x87, 0x24);
    private static final ByteString ZEROS = ByteString.wrap(new byte[LEGACY_BYTES]);

    /** The address of nobody, {@code ::}. */
    public static final NetAddress NONE = new NetAddress(NetKind.IPV6.id(), ZEROS);

    /**
     * @throws IllegalArgumentException if the network has no such address
     */
    public NetAddress {
        Bounds.within(0, network, 0xff, "network");
        Bounds.within(0, bytes.length(), BYTES_MAX, "address length");
        Optional<NetKind> kind = NetKind.of(network);
        if (kind.isPresent() && bytes.length() != kind.get().addressBytes()) {
            throw new IllegalArgumentException(kind.get() + " address of " + bytes.length());
        }
        if (network == NetKind.IPV6.id() && isDisguised(bytes)) {
            throw new IllegalArgumentException("not an IPv6 address: " + bytes);
        }
        bytes = bytes.compact(); // kept for long, and read from messages of up to 4 MB
    }

    public static NetAddress of(NetKind kind, ByteString bytes) {
        return new NetAddress(kind.id(), bytes);
    }

    /**
     * What 16 bytes of the old form mean.
     *
     * @throws IllegalArgumentException if they are not 16
     */
    public static NetAddress ofLegacy(ByteString bytes) {
        Bounds.within(LEGACY_BYTES, bytes.length(), LEGACY_BYTES, "address length");
        if (bytes.startsWith(IPV4_IN_IPV6)) {
            return of(NetKind.IPV4, bytes.slice(IPV4_IN_IPV6.length(), LEGACY_BYTES));
        }
        return isDisguised(bytes) ? NONE : of(NetKind.IPV6, bytes);
    }

    /**
     * The address that a text shows: dotted decimal, IPv6 with or without brackets, an onion
     * service, an I2P destination. Names are not looked up. Unlike Core's, which are those of the
     * operating system, numbers are decimal, four and without leading zeros, and there is no scope.
     *
     * @throws MalformedException if it is none of these
     */
    public static NetAddress parse(String text) throws MalformedException {
        return AddressText.parse(text);
    }

    static NetAddress readLegacy(ByteReader in) throws MalformedException {
        return ofLegacy(in.bytes(LEGACY_BYTES));
    }

    /** In the old form; zeros where that has none. */
    void writeLegacy(ByteSink out) {
        switch (kind().orElse(NetKind.ONION)) {
            case IPV4 -> out.bytes(IPV4_IN_IPV6).bytes(bytes);
            case IPV6 -> out.bytes(bytes);
            case ONION, I2P, CJDNS -> out.bytes(ZEROS);
        }
    }

    static NetAddress read(ByteReader in) throws MalformedException {
        int network = in.u8();
        int length = in.compactSize();
        if (length > BYTES_MAX) {
            throw new MalformedException("Address too long: " + length + " > " + BYTES_MAX);
        }
        Optional<NetKind> kind = NetKind.of(network);
        if (kind.isPresent() && length != kind.get().addressBytes()) {
            throw new MalformedException(
                    "BIP155 %s address with length %d (should be %d)"
                            .formatted(kind.get().shown(), length, kind.get().addressBytes()));
        }
        ByteString bytes = in.bytes(length);
        return network == NetKind.IPV6.id() && isDisguised(bytes)
                ? NONE
                : new NetAddress(network, bytes);
    }

    void write(ByteSink out) {
        out.u8(network).varBytes(bytes);
    }

    /** The kind of network; none if the number is not known here. */
    public Optional<NetKind> kind() {
        return NetKind.of(network);
    }

    public boolean is(NetKind kind) {
        return network == kind.id();
    }

    /** Whether the old form, of 16 bytes, can say it. */
    public boolean hasLegacyForm() {
        return is(NetKind.IPV4) || is(NetKind.IPV6);
    }

    /** Whether it could be somebody's, if only in a network of one's own. */
    public boolean isValid() {
        return kind().isPresent() && !AddressRanges.isNobodys(this);
    }

    /** Whether it is this machine itself. */
    public boolean isLocal() {
        return AddressRanges.isLocal(this);
    }

    /** Whether it can be reached from anywhere in its network. */
    public boolean isRoutable() {
        return isValid() && !AddressRanges.isPrivate(this);
    }

    private static boolean isDisguised(ByteString ipv6) {
        return ipv6.startsWith(IPV4_IN_IPV6)
                || ipv6.startsWith(TORV2_IN_IPV6)
                || ipv6.startsWith(NAME_IN_IPV6);
    }

    @Override
    public int compareTo(NetAddress other) {
        int order = Integer.compare(network, other.network);
        return order != 0 ? order : bytes.compareTo(other.bytes);
    }

    /** As Core prints it, IPv6 without brackets. */
    @Override
    public String toString() {
        return AddressText.of(this);
    }
}
