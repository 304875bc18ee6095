// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.BlockHash;

import java.util.List;

/**
 * Filters of what blocks touch, for light wallets (BIP 157). Core answers these questions and never
 * asks them.
 */
public sealed interface BlockFilters extends Message {
    /** The one type of filter there is (BIP 158). */
    int BASIC = 0;

    /** How many hashes a cfheaders may have (BIP 157). */
    int FILTER_HASHES_MAX = 2_000;

    /** 0 to 255; the one there is today is {@link #BASIC}. */
    int filterType();

    private static int type(int type) {
        Bounds.within(0, type, 0xff, "filter type");
        return type;
    }

    private static BlockHash readHash(ByteReader in) throws MalformedException {
        return new BlockHash(Hash256.read(in));
    }

    private static void write(ByteSink out, List<Hash256> hashes) {
        out.compactSize(hashes.size());
        hashes.forEach(hash -> hash.write(out));
    }

    /**
     * Asks for the filters of blocks.
     *
     * <pre>
     *   getcfilters, getcfheaders = type(u8) start_height(u32) stop(32)
     * </pre>
     *
     * @param startHeight of the first block, 0 to 2^32 - 1
     * @param stop the last block
     */
    record GetCFilters(int filterType, long startHeight, BlockHash stop) implements BlockFilters {
        public GetCFilters {
            type(filterType);
            Bounds.u32(startHeight);
        }

        static GetCFilters read(ByteReader in) throws MalformedException {
            return new GetCFilters(in.u8(), in.u32(), readHash(in));
        }

        @Override
        public String command() {
            return "getcfilters";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType).u32(startHeight);
            stop.hash().write(out);
        }
    }

    /**
     * The filter of one block: {@code cfilter = type(u8) block(32) length(compact size) byte*}.
     *
     * @param filter as BIP 158 codes it, with its number of items before it
     */
    record CFilter(int filterType, BlockHash block, ByteString filter) implements BlockFilters {
        public CFilter {
            type(filterType);
        }

        static CFilter read(ByteReader in) throws MalformedException {
            return new CFilter(in.u8(), readHash(in), in.varBytes());
        }

        @Override
        public String command() {
            return "cfilter";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType);
            block.hash().write(out);
            out.varBytes(filter);
        }
    }

    /**
     * Asks for the hashes of filters, in the form of {@link GetCFilters}.
     *
     * @param startHeight of the first block, 0 to 2^32 - 1
     * @param stop the last block
     */
    record GetCFHeaders(int filterType, long startHeight, BlockHash stop) implements BlockFilters {
        public GetCFHeaders {
            type(filterType);
            Bounds.u32(startHeight);
        }

        static GetCFHeaders read(ByteReader in) throws MalformedException {
            return new GetCFHeaders(in.u8(), in.u32(), readHash(in));
        }

        @Override
        public String command() {
            return "getcfheaders";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType).u32(startHeight);
            stop.hash().write(out);
        }
    }

    /**
     * Hashes of filters, and the filter header that the first of them continues.
     *
     * <pre>
     *   cfheaders = type(u8) stop(32) previous(32) count(compact size) hash(32)*
     * </pre>
     *
     * @param stop the block of the last filter
     * @param previous the filter header before the first
     * @param filterHashes at most {@link #FILTER_HASHES_MAX}; more are a violation
     */
    record CFHeaders(int filterType, BlockHash stop, Hash256 previous, List<Hash256> filterHashes)
            implements BlockFilters {
        public CFHeaders {
            type(filterType);
            Bounds.within(0, filterHashes.size(), FILTER_HASHES_MAX, "filter hashes");
            filterHashes = List.copyOf(filterHashes);
        }

        static CFHeaders read(ByteReader in) throws MalformedException, ViolationException {
            int type = in.u8();
            BlockHash stop = readHash(in);
            Hash256 previous = Hash256.read(in);
            String what = "cfheaders message size = ";
            int count = Bounds.count(in, Hash256.BYTES, FILTER_HASHES_MAX, what);
            return new CFHeaders(type, stop, previous, Bounds.hashes(in, count));
        }

        @Override
        public String command() {
            return "cfheaders";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType);
            stop.hash().write(out);
            previous.write(out);
            BlockFilters.write(out, filterHashes);
        }
    }

    /** Asks for the filter header of every 1,000th block: {@code type(u8) stop(32)}. */
    record GetCFCheckpt(int filterType, BlockHash stop) implements BlockFilters {
        public GetCFCheckpt {
            type(filterType);
        }

        static GetCFCheckpt read(ByteReader in) throws MalformedException {
            return new GetCFCheckpt(in.u8(), readHash(in));
        }

        @Override
        public String command() {
            return "getcfcheckpt";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType);
            stop.hash().write(out);
        }
    }

    /**
     * The filter header of every 1,000th block: {@code cfcheckpt = type(u8) stop(32) count(compact
     * size) header(32)*}. The payload bounds their number.
     */
    record CFCheckpt(int filterType, BlockHash stop, List<Hash256> filterHeaders)
            implements BlockFilters {
        public CFCheckpt {
            type(filterType);
            filterHeaders = List.copyOf(filterHeaders);
        }

        static CFCheckpt read(ByteReader in) throws MalformedException {
            int type = in.u8();
            BlockHash stop = readHash(in);
            return new CFCheckpt(type, stop, Bounds.hashes(in, in.count(Hash256.BYTES)));
        }

        @Override
        public String command() {
            return "cfcheckpt";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(filterType);
            stop.hash().write(out);
            BlockFilters.write(out, filterHeaders);
        }
    }
}
