// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.primitives.Header;

import java.util.List;

/** How a light wallet hides, a little, which transactions are its own (BIP 37). */
public sealed interface BloomFilters extends Message {
    /** How large a filter may be, in bytes (Core's MAX_BLOOM_FILTER_SIZE). */
    int FILTER_BYTES_MAX = 36_000;

    /** How many hash functions a filter may have (Core's MAX_HASH_FUNCS). */
    int HASH_FUNCTIONS_MAX = 50;

    /** How long an element may be, in bytes: as long as one of a script. */
    int ELEMENT_BYTES_MAX = 520;

    /**
     * Announce only what this filter matches.
     *
     * <pre>
     *   filterload = length(compact size) byte* hash_functions(u32) tweak(u32) flags(u8)
     * </pre>
     *
     * @param filter its bits, of each byte the lowest first
     * @param hashFunctions 0 to 50; more, or a larger filter, are a violation
     * @param tweak of the hash functions, 0 to 2^32 - 1
     * @param flags how matches change the filter, 0 to 255
     */
    record FilterLoad(ByteString filter, int hashFunctions, long tweak, int flags)
            implements BloomFilters {
        public FilterLoad {
            Bounds.within(0, filter.length(), FILTER_BYTES_MAX, "filter length");
            Bounds.within(0, hashFunctions, HASH_FUNCTIONS_MAX, "hash functions");
            Bounds.u32(tweak);
            Bounds.within(0, flags, 0xff, "flags");
        }

        static FilterLoad read(ByteReader in) throws MalformedException, ViolationException {
            ByteString filter = in.varBytes();
            long functions = in.u32();
            long tweak = in.u32();
            int flags = in.u8();
            if (filter.length() > FILTER_BYTES_MAX || functions > HASH_FUNCTIONS_MAX) {
                throw new ViolationException("too-large bloom filter");
            }
            return new FilterLoad(filter, (int) functions, tweak, flags);
        }

        @Override
        public String command() {
            return "filterload";
        }

        @Override
        public void write(ByteSink out) {
            out.varBytes(filter).u32(hashFunctions).u32(tweak).u8(flags);
        }
    }

    /**
     * Add this to the filter: {@code filteradd = length(compact size) byte*}.
     *
     * @param element at most 520 bytes; more are a violation
     */
    record FilterAdd(ByteString element) implements BloomFilters {
        public FilterAdd {
            Bounds.within(0, element.length(), ELEMENT_BYTES_MAX, "element length");
        }

        static FilterAdd read(ByteReader in) throws MalformedException, ViolationException {
            ByteString element = in.varBytes();
            if (element.length() > ELEMENT_BYTES_MAX) {
                throw new ViolationException("bad filteradd message");
            }
            return new FilterAdd(element);
        }

        @Override
        public String command() {
            return "filteradd";
        }

        @Override
        public void write(ByteSink out) {
            out.varBytes(element);
        }
    }

    /** Announce everything again. No payload. */
    record FilterClear() implements BloomFilters {
        @Override
        public String command() {
            return "filterclear";
        }

        @Override
        public void write(ByteSink out) {}
    }

    /**
     * A header, and as much of the tree of transactions as shows where those stand that matched.
     * Nothing here checks the tree.
     *
     * <pre>
     *   merkleblock = header(80) transactions(u32) count(compact size) hash(32)*
     *                 length(compact size) byte*
     * </pre>
     *
     * @param transactions how many the block has, 0 to 2^32 - 1
     * @param hashes of the tree, from the root on downwards and from left to right
     * @param flags a bit for each node of the tree that is told of, of each byte the lowest first
     */
    record MerkleBlock(Header header, long transactions, List<Hash256> hashes, ByteString flags)
            implements BloomFilters {
        public MerkleBlock {
            Bounds.u32(transactions);
            hashes = List.copyOf(hashes);
        }

        static MerkleBlock read(ByteReader in) throws MalformedException {
            Header header = Header.read(in);
            long transactions = in.u32();
            List<Hash256> hashes = Bounds.hashes(in, in.count(Hash256.BYTES));
            return new MerkleBlock(header, transactions, hashes, in.varBytes());
        }

        @Override
        public String command() {
            return "merkleblock";
        }

        @Override
        public void write(ByteSink out) {
            header.write(out);
            out.u32(transactions).compactSize(hashes.size());
            hashes.forEach(hash -> hash.write(out));
            out.varBytes(flags);
        }
    }
}
