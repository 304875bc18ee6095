// SPDX-License-Identifier: BSD-2-Clause
package caesure.http;

import caesure.bytes.ByteString;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A range of IP addresses.
 *
 * @param base 4 or 16 bytes; those behind the prefix do not count
 * @param prefixBits how many leading bits an address shares with the base
 */
public record Subnet(ByteString base, int prefixBits) {

    /**
     * The range that a text names: {@code 1.2.3.4}, {@code 1.2.3.0/24}, {@code
     * 1.2.3.0/255.255.255.0}, {@code ::1}, {@code fd00::/8}, as bitcoind's -rpcallowip takes it.
     *
     * @return empty if it names none
     */
    public static Optional<Subnet> parse(String text) {
        int slash = text.lastIndexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        Optional<byte[]> base = IpText.parse(address).map(InetAddress::getAddress);
        if (base.isEmpty()) return Optional.empty();
        int bits = base.get().length * Byte.SIZE;
        Optional<Integer> prefix =
                slash < 0 ? Optional.of(bits) : prefix(text.substring(slash + 1), bits);
        return prefix.map(length -> new Subnet(ByteString.wrap(base.get()), length));
    }

    private static Optional<Integer> prefix(String mask, int bits) {
        if (mask.matches("[0-9]{1,3}")) {
            int length = Integer.parseInt(mask);
            return length <= bits ? Optional.of(length) : Optional.empty();
        }
        return IpText.parse(mask)
                .map(InetAddress::getAddress)
                .filter(bytes -> bytes.length * Byte.SIZE == bits)
                .flatMap(Subnet::leadingOnes);
    }

    /** How many ones a mask begins with, if nothing but zeros follows. */
    private static Optional<Integer> leadingOnes(byte[] mask) {
        int ones = 0;
        while (ones < mask.length * Byte.SIZE && bit(mask, ones)) ones++;
        for (int i = ones; i < mask.length * Byte.SIZE; i++) {
            if (bit(mask, i)) return Optional.empty();
        }
        return Optional.of(ones);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length != base.length()) return false;
        byte[] mine = base.toArray();
        for (int i = 0; i < prefixBits; i++) {
            if (bit(bytes, i) != bit(mine, i)) return false;
        }
        return true;
    }

    private static boolean bit(byte[] bytes, int index) {
        return (bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1) == 1;
    }
}
