// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;

import java.util.List;

/** How two peers find where their chains part, and what is beyond. */
public sealed interface ChainMessage extends Message {
    /** How many hashes a locator may have (Core's MAX_LOCATOR_SZ). */
    int LOCATOR_MAX = 101;

    /** How many headers a message may have (Core's MAX_HEADERS_RESULTS). */
    int HEADERS_MAX = 2_000;

    /** What Core writes at the head of a locator, and nobody reads. */
    int LOCATOR_VERSION = 70_016;

    private static List<BlockHash> readLocator(ByteReader in, String command)
            throws MalformedException, ViolationException {
        in.u32();
        String what = command + " locator size over " + LOCATOR_MAX + ": ";
        int count = Bounds.count(in, Hash256.BYTES, LOCATOR_MAX, what);
        return Bounds.items(in, count, ChainMessage::readHash);
    }

    private static BlockHash readHash(ByteReader in) throws MalformedException {
        return new BlockHash(Hash256.read(in));
    }

    private static void write(ByteSink out, List<BlockHash> locator, BlockHash stop) {
        out.u32(LOCATOR_VERSION).compactSize(locator.size());
        locator.forEach(hash -> hash.hash().write(out));
        stop.hash().write(out);
    }

    /**
     * Asks for an inv of the blocks that follow.
     *
     * <pre>
     *   getblocks, getheaders = version(u32) count(compact size) hash(32)* stop(32)
     * </pre>
     *
     * @param locator blocks of the asker's chain, from its end on backwards; what follows the first
     *     that the asked one has in its own chain is wanted
     * @param stop the last block wanted; zero for as many as may be sent
     */
    record GetBlocks(List<BlockHash> locator, BlockHash stop) implements ChainMessage {
        public GetBlocks {
            Bounds.within(0, locator.size(), LOCATOR_MAX, "locator");
            locator = List.copyOf(locator);
        }

        static GetBlocks read(ByteReader in) throws MalformedException, ViolationException {
            return new GetBlocks(readLocator(in, "getblocks"), readHash(in));
        }

        @Override
        public String command() {
            return "getblocks";
        }

        @Override
        public void write(ByteSink out) {
            ChainMessage.write(out, locator, stop);
        }
    }

    /**
     * Asks for the headers that follow, in the form of {@link GetBlocks}.
     *
     * @param locator as there; if it is empty, only the header of the stop block is wanted
     * @param stop the last block wanted; zero for as many as may be sent
     */
    record GetHeaders(List<BlockHash> locator, BlockHash stop) implements ChainMessage {
        public GetHeaders {
            Bounds.within(0, locator.size(), LOCATOR_MAX, "locator");
            locator = List.copyOf(locator);
        }

        static GetHeaders read(ByteReader in) throws MalformedException, ViolationException {
            return new GetHeaders(readLocator(in, "getheaders"), readHash(in));
        }

        @Override
        public String command() {
            return "getheaders";
        }

        @Override
        public void write(ByteSink out) {
            ChainMessage.write(out, locator, stop);
        }
    }

    /**
     * Headers in the order of their chain.
     *
     * <pre>
     *   headers = count(compact size) ( header(80) transactions(compact size) )*
     * </pre>
     *
     * <p>The number of transactions is 0 and not looked at. Unlike other lists, one that is too
     * long is a violation even where it is cut short, as for Core.
     */
    record Headers(List<Header> headers) implements ChainMessage {
        private static final int BYTES_MIN = Header.BYTES + 1;

        public Headers {
            Bounds.within(0, headers.size(), HEADERS_MAX, "headers");
            headers = List.copyOf(headers);
        }

        static Headers read(ByteReader in) throws MalformedException, ViolationException {
            int count = in.compactSize();
            if (count > HEADERS_MAX) {
                throw new ViolationException("headers message size = " + count);
            }
            if (count > in.remaining() / BYTES_MIN) {
                throw new MalformedException("end of data, " + count + " headers do not fit");
            }
            return new Headers(Bounds.items(in, count, Headers::readHeader));
        }

        private static Header readHeader(ByteReader in) throws MalformedException {
            Header header = Header.read(in);
            in.compactSize();
            return header;
        }

        @Override
        public String command() {
            return "headers";
        }

        @Override
        public void write(ByteSink out) {
            out.compactSize(headers.size());
            headers.forEach(header -> {
                header.write(out);
                out.compactSize(0);
            });
        }
    }
}
