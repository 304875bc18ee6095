// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of addresses that begin alike; of onion, I2P and CJDNS a single one. Two that hold the
 * same addresses are equal. Source: Core's CSubNet.
 *
 * @param kind the network of all its addresses
 * @param base the first address; zeros behind the prefix
 * @param prefixBits how many leading bits its addresses share: 0 to all of them
 */
public record Subnet(NetKind kind, ByteString base, int prefixBits) implements Comparable<Subnet> {
    /** A number of bits: Core reads 0 to 255 with any zeros before. */
    private static final Pattern BITS = Pattern.compile("0{0,40}[0-9]{1,3}");

    /** The address of nobody, in any form. */
    private static final Pattern ZEROS = Pattern.compile("[0:.\\[\\]]*");

    /** The longest text is an IPv6 network with its mask. */
    private static final int TEXT_MAX = 128;

    /**
     * @throws IllegalArgumentException if the network has no such range
     */
    public Subnet {
        Bounds.within(kind.addressBytes(), base.length(), kind.addressBytes(), "address length");
        Bounds.within(isRanged(kind) ? 0 : bits(kind), prefixBits, bits(kind), "prefix");
        base = cleared(base, prefixBits);
    }

    /**
     * The range of one address.
     *
     * @throws IllegalArgumentException if its network is not known
     */
    public static Subnet of(NetAddress address) {
        NetKind kind = address.kind().orElseThrow(() -> new IllegalArgumentException("" + address));
        return new Subnet(kind, address.bytes(), bits(kind));
    }

    /**
     * The range that a text names, as bitcoind takes it: {@code 1.2.3.4}, {@code 1.2.3.0/24},
     * {@code 1.2.3.0/255.255.255.0}, {@code ::1}, {@code 2001:db8::/32}, an onion service or an I2P
     * destination. What stands behind the prefix does not count. Names are not looked up.
     *
     * @return empty if it names none
     */
    public static Optional<Subnet> parse(String text) {
        if (text.length() > TEXT_MAX) return Optional.empty();
        int slash = text.lastIndexOf('/');
        Optional<NetAddress> address = address(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) return address.map(Subnet::of);
        return address.flatMap(a -> ranged(a, text.substring(slash + 1)));
    }

    private static Optional<NetAddress> address(String text) {
        try {
            NetAddress address = NetAddress.parse(text);
            // IPv6 that stands for something else is read as nobody, but names no range
            boolean isDisguised = address.equals(NetAddress.NONE) && !ZEROS.matcher(text).matches();
            return isDisguised ? Optional.empty() : Optional.of(address);
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    private static Optional<Subnet> ranged(NetAddress address, String mask) {
        NetKind kind = address.kind().orElseThrow();
        if (!isRanged(kind)) return Optional.empty();
        Optional<Integer> prefix =
                BITS.matcher(mask).matches()
                        ? Optional.of(Integer.parseInt(mask))
                        : address(mask).filter(m -> m.is(kind)).flatMap(m -> ones(m.bytes()));
        return prefix.filter(length -> length <= bits(kind))
                .map(length -> new Subnet(kind, address.bytes(), length));
    }

    /** How many ones a mask begins with, if nothing but zeros follows. */
    private static Optional<Integer> ones(ByteString mask) {
        int ones = 0;
        while (ones < mask.length() * Byte.SIZE && bit(mask, ones)) ones++;
        return cleared(mask, ones).equals(mask) ? Optional.of(ones) : Optional.empty();
    }

    private static boolean bit(ByteString bytes, int index) {
        return (bytes.at(index / Byte.SIZE) & 0x80 >>> index % Byte.SIZE) != 0;
    }

    private static ByteString cleared(ByteString bytes, int prefixBits) {
        byte[] clear = bytes.toArray();
        for (int i = 0; i < clear.length; i++) {
            int kept = Math.clamp(prefixBits - i * Byte.SIZE, 0, Byte.SIZE);
            clear[i] &= (byte) (0xff00 >> kept);
        }
        return ByteString.wrap(clear);
    }

    private static int bits(NetKind kind) {
        return kind.addressBytes() * Byte.SIZE;
    }

    /** Whether addresses near each other in this network belong together. */
    private static boolean isRanged(NetKind kind) {
        return kind == NetKind.IPV4 || kind == NetKind.IPV6;
    }

    /** Whether the address is in the range; one that is nobody's is in none. */
    public boolean contains(NetAddress address) {
        return address.is(kind)
                && address.isValid()
                && cleared(address.bytes(), prefixBits).equals(base);
    }

    /** Whether it is the range of one address. */
    public boolean isSingle() {
        return prefixBits == bits(kind);
    }

    /** By network, first address and length, the longest range first. */
    @Override
    public int compareTo(Subnet other) {
        int order = kind.compareTo(other.kind);
        if (order == 0) order = base.compareTo(other.base);
        return order != 0 ? order : Integer.compare(prefixBits, other.prefixBits);
    }

    /** As Core prints it: IPv4 and IPv6 with the number of bits. */
    @Override
    public String toString() {
        return AddressText.of(kind, base) + (isRanged(kind) ? "/" + prefixBits : "");
    }
}
