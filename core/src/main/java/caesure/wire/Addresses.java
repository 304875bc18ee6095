// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;

import java.util.List;

/** Nodes that somebody saw. */
public sealed interface Addresses extends Message {
    /** How many entries a message may have (Core's MAX_ADDR_TO_SEND). */
    int ENTRIES_MAX = 1_000;

    List<Entry> entries();

    /**
     * A node.
     *
     * @param timeS when it was last seen, in seconds since 1970; 0 to 2^32 - 1
     */
    record Entry(long timeS, Services services, NetEndpoint endpoint) {
        public Entry {
            Bounds.u32(timeS);
        }
    }

    /**
     * Nodes in the old form, which has room for IPv4 and IPv6 only.
     *
     * <pre>
     *   addr  = count(compact size) entry*
     *   entry = time(u32) services(u64) legacy_endpoint(18)
     * </pre>
     *
     * <p>An entry of another network is written as zeros: leave it out.
     */
    record Addr(List<Entry> entries) implements Addresses {
        private static final int ENTRY_BYTES = 4 + 8 + 16 + 2;

        public Addr {
            Bounds.within(0, entries.size(), ENTRIES_MAX, "entries");
            entries = List.copyOf(entries);
        }

        static Addr read(ByteReader in) throws MalformedException, ViolationException {
            int count = Bounds.count(in, ENTRY_BYTES, ENTRIES_MAX, "addr message size = ");
            return new Addr(Bounds.items(in, count, Addr::readEntry));
        }

        private static Entry readEntry(ByteReader in) throws MalformedException {
            return new Entry(in.u32(), new Services(in.i64()), NetEndpoint.readLegacy(in));
        }

        @Override
        public String command() {
            return "addr";
        }

        @Override
        public void write(ByteSink out) {
            out.compactSize(entries.size());
            for (Entry entry : entries) {
                out.u32(entry.timeS()).u64(entry.services().bits());
                entry.endpoint().writeLegacy(out);
            }
        }
    }

    /**
     * Nodes of all networks (BIP 155).
     *
     * <pre>
     *   addrv2 = count(compact size) entry*
     *   entry  = time(u32) services(compact size of 64 bits) endpoint
     * </pre>
     *
     * <p>A wrong length for a known network makes the whole message malformed; a network that is
     * not known is an entry like others, whose address is not {@link NetAddress#isValid}.
     */
    record AddrV2(List<Entry> entries) implements Addresses {
        private static final int ENTRY_BYTES_MIN = 4 + 1 + 1 + 1 + 2;

        public AddrV2 {
            Bounds.within(0, entries.size(), ENTRIES_MAX, "entries");
            entries = List.copyOf(entries);
        }

        static AddrV2 read(ByteReader in) throws MalformedException, ViolationException {
            int count = Bounds.count(in, ENTRY_BYTES_MIN, ENTRIES_MAX, "addrv2 message size = ");
            return new AddrV2(Bounds.items(in, count, AddrV2::readEntry));
        }

        private static Entry readEntry(ByteReader in) throws MalformedException {
            return new Entry(in.u32(), new Services(in.compactU64()), NetEndpoint.read(in));
        }

        @Override
        public String command() {
            return "addrv2";
        }

        @Override
        public void write(ByteSink out) {
            out.compactSize(entries.size());
            for (Entry entry : entries) {
                out.u32(entry.timeS()).compactSize(entry.services().bits());
                entry.endpoint().write(out);
            }
        }
    }
}
