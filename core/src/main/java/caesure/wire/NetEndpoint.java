// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;

/**
 * An address and a port: where a peer can be called.
 *
 * <pre>
 *   endpoint = address port(u16, big-endian)
 * </pre>
 *
 * @param port 0 to 65535
 */
public record NetEndpoint(NetAddress address, int port) implements Comparable<NetEndpoint> {
    /** Nobody: {@code [::]:0}. */
    public static final NetEndpoint NONE = new NetEndpoint(NetAddress.NONE, 0);

    private static final int PORT_MAX = 0xffff;

    public NetEndpoint {
        Bounds.within(0, port, PORT_MAX, "port");
    }

    /**
     * What a text shows: an address as {@link NetAddress#parse}, then perhaps a colon and a port.
     * An IPv6 address with a port stands in brackets.
     *
     * @throws MalformedException if it is not that
     */
    public static NetEndpoint parse(String text, int defaultPort) throws MalformedException {
        int colon = text.lastIndexOf(':');
        boolean bracketed = colon > 0 && text.startsWith("[") && text.charAt(colon - 1) == ']';
        boolean single = colon >= 0 && text.indexOf(':') == colon;
        if (!bracketed && !single) return new NetEndpoint(NetAddress.parse(text), defaultPort);
        String digits = text.substring(colon + 1);
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > PORT_MAX) {
            throw new MalformedException("no port: " + digits);
        }
        return new NetEndpoint(
                NetAddress.parse(text.substring(0, colon)), Integer.parseInt(digits));
    }

    static NetEndpoint readLegacy(ByteReader in) throws MalformedException {
        return new NetEndpoint(NetAddress.readLegacy(in), readPort(in));
    }

    void writeLegacy(ByteSink out) {
        address.writeLegacy(out);
        writePort(out);
    }

    static NetEndpoint read(ByteReader in) throws MalformedException {
        return new NetEndpoint(NetAddress.read(in), readPort(in));
    }

    void write(ByteSink out) {
        address.write(out);
        writePort(out);
    }

    private static int readPort(ByteReader in) throws MalformedException {
        return in.u8() << 8 | in.u8();
    }

    private void writePort(ByteSink out) {
        out.u8(port >>> 8).u8(port);
    }

    @Override
    public int compareTo(NetEndpoint other) {
        int order = address.compareTo(other.address);
        return order != 0 ? order : Integer.compare(port, other.port);
    }

    /** As Core prints it; IPv6 and CJDNS in brackets. */
    @Override
    public String toString() {
        boolean bracketed = address.is(NetKind.IPV6) || address.is(NetKind.CJDNS);
        return (bracketed ? "[" + address + "]" : address.toString()) + ":" + port;
    }
}
