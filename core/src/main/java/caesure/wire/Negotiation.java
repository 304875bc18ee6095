// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;

import java.nio.charset.StandardCharsets;

/** What peers tell each other of themselves after their versions: what they can and want. */
public sealed interface Negotiation extends Message {

    /** Your version was read. No payload. */
    record Verack() implements Negotiation {
        @Override
        public String command() {
            return "verack";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /** Announce transactions by wtxid (BIP 339). Before verack; no payload. */
    record WtxidRelay() implements Negotiation {
        @Override
        public String command() {
            return "wtxidrelay";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /** Send addresses as addrv2 (BIP 155). Before verack; no payload. */
    record SendAddrV2() implements Negotiation {
        @Override
        public String command() {
            return "sendaddrv2";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /** Announce blocks by their headers (BIP 130). No payload. */
    record SendHeaders() implements Negotiation {
        @Override
        public String command() {
            return "sendheaders";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /**
     * Announce no transactions that pay less (BIP 133): {@code feefilter = rate(i64)}.
     *
     * @param satsPerKvb satoshis for 1,000 virtual bytes; what is no amount of money is to be
     *     ignored
     */
    record FeeFilter(long satsPerKvb) implements Negotiation {
        static FeeFilter read(ByteReader in) throws MalformedException {
            return new FeeFilter(in.i64());
        }

        @Override
        public String command() {
            return "feefilter";
        }

        @Override
        public void write(ByteSink out) {
            out.u64(satsPerKvb);
        }
    }

    /**
     * Transactions could be announced by comparing sets (BIP 330). Before verack: {@code
     * sendtxrcncl = version(u32) salt(u64)}.
     *
     * @param version 0 to 2^32 - 1
     * @param salt half of the secret for short names of transactions
     */
    record SendTxRcncl(long version, long salt) implements Negotiation {
        public SendTxRcncl {
            Bounds.u32(version);
        }

        static SendTxRcncl read(ByteReader in) throws MalformedException {
            return new SendTxRcncl(in.u32(), in.i64());
        }

        @Override
        public String command() {
            return "sendtxrcncl";
        }

        @Override
        public void write(ByteSink out) {
            out.u32(version).u64(salt);
        }
    }

    /**
     * I have a feature (BIP 434). Before verack; the only message behind which nothing may follow,
     * and of which every fault ends the connection.
     *
     * <pre>
     *   feature = id_length(compact size) id data_length(compact size) data
     * </pre>
     *
     * @param id 4 to 80 bytes, a character for each
     * @param data at most 512 bytes
     */
    record Feature(String id, ByteString data) implements Negotiation {
        /** How short an id may be, in bytes. */
        public static final int ID_BYTES_MIN = 4;

        /** How long an id may be, in bytes. */
        public static final int ID_BYTES_MAX = 80;

        /** How much may be said of a feature, in bytes. */
        public static final int DATA_BYTES_MAX = 512;

        public Feature {
            Bounds.within(ID_BYTES_MIN, id.length(), ID_BYTES_MAX, "feature id length");
            Bounds.within(0, data.length(), DATA_BYTES_MAX, "feature data length");
        }

        static Feature read(ByteReader in) throws ViolationException {
            try {
                ByteString id = in.varBytes();
                ByteString data = in.varBytes();
                in.end();
                if (id.length() < ID_BYTES_MIN
                        || id.length() > ID_BYTES_MAX
                        || data.length() > DATA_BYTES_MAX) throw invalid();
                return new Feature(new String(id.toArray(), StandardCharsets.ISO_8859_1), data);
            } catch (MalformedException _) {
                throw invalid();
            }
        }

        private static ViolationException invalid() {
            return new ViolationException("invalid feature payload");
        }

        @Override
        public String command() {
            return "feature";
        }

        @Override
        public void write(ByteSink out) {
            out.varBytes(ByteString.wrap(id.getBytes(StandardCharsets.ISO_8859_1))).varBytes(data);
        }
    }
}
