// SPDX-License-Identifier: BSD-2-Clause
package caesure.wire;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.crypto.SipHash;
import caesure.primitives.Block;
import caesure.primitives.BlockHash;
import caesure.primitives.Header;
import caesure.primitives.Transaction;
import caesure.primitives.Wtxid;

import java.util.ArrayList;
import java.util.List;

/** Blocks for peers who have most of the transactions already (BIP 152, version 2). */
public sealed interface CompactBlocks extends Message {
    /** The version of compact blocks with wtxids, the only one there is today. */
    long VERSION = 2;

    /** The highest index a transaction of a block can have here. */
    int INDEX_MAX = 0xffff;

    /**
     * I can send and read compact blocks: {@code sendcmpct = high_bandwidth(u8, 0 or 1)
     * version(u64)}.
     *
     * @param highBandwidth announce blocks by compact blocks that nobody asked for
     * @param version of what follows; others than {@link #VERSION} are to be ignored
     */
    record SendCmpct(boolean highBandwidth, long version) implements CompactBlocks {
        static SendCmpct read(ByteReader in) throws MalformedException, ViolationException {
            int announce = in.u8();
            long version = in.i64();
            if (announce > 1) throw new ViolationException("invalid sendcmpct announce field");
            return new SendCmpct(announce == 1, version);
        }

        @Override
        public String command() {
            return "sendcmpct";
        }

        @Override
        public void write(ByteSink out) {
            out.u8(highBandwidth ? 1 : 0).u64(version);
        }
    }

    /**
     * A transaction that comes with its compact block.
     *
     * @param index its place in the block, 0 to 65535
     */
    record Prefilled(int index, Transaction transaction) {}

    /**
     * A block without most of its transactions.
     *
     * <pre>
     *   cmpctblock = header(80) nonce(u64) count(compact size) short_id(6)*
     *                count(compact size) ( skipped(compact size) transaction )*
     * </pre>
     *
     * <p>Each transaction is one of the two lists; skipped says how many of the block lie between a
     * prefilled one and the one before it. Neither list alone nor both together may reach beyond
     * 65,535 transactions. A prefilled one beyond all others or without inputs and outputs, a
     * header whose bits are 0 and a block of nothing are violations.
     *
     * @param nonce part of the secret for the short ids
     * @param shortIds six bytes each, little-endian, in the order of the block
     * @param prefilled in the order of the block
     */
    record CmpctBlock(Header header, long nonce, ByteString shortIds, List<Prefilled> prefilled)
            implements CompactBlocks {
        private static final int SHORT_ID_BYTES = 6;
        private static final long SHORT_ID_MASK = 0xffff_ffff_ffffL;

        /**
         * @throws IllegalArgumentException if the indexes do not fit together
         */
        public CmpctBlock {
            prefilled = List.copyOf(prefilled);
            int shortCount = shortIds.length() / SHORT_ID_BYTES;
            Bounds.within(0, shortIds.length() % SHORT_ID_BYTES, 0, "short id bytes left over");
            Bounds.within(0, shortCount + prefilled.size(), INDEX_MAX, "transactions");
            int least = 0;
            for (int i = 0; i < prefilled.size(); i++) {
                int index = prefilled.get(i).index();
                Bounds.within(least, index, shortCount + i, "prefilled index");
                least = index + 1;
            }
        }

        /** A block in this form, with its coinbase and short ids for the rest. */
        public static CmpctBlock of(Block block, long nonce) {
            SipHash secret = secret(block.header(), nonce);
            List<Transaction> transactions = block.transactions();
            var ids = new ByteWriter(SHORT_ID_BYTES * transactions.size());
            for (Transaction transaction : transactions.subList(1, transactions.size())) {
                long id = shortId(secret, transaction.wtxid());
                ids.u32(id).u16((int) (id >>> 32));
            }
            var coinbase = new Prefilled(0, transactions.getFirst());
            return new CmpctBlock(block.header(), nonce, ids.toByteString(), List.of(coinbase));
        }

        static CmpctBlock read(ByteReader in) throws MalformedException, ViolationException {
            Header header = Header.read(in);
            long nonce = in.i64();
            int shortCount = in.count(SHORT_ID_BYTES);
            ByteString shortIds = in.bytes(shortCount * SHORT_ID_BYTES);
            int count = in.count(1 + Transaction.BYTES_MIN);
            if (shortCount + count > INDEX_MAX) {
                throw new MalformedException("indexes overflowed 16 bits");
            }
            var prefilled = new ArrayList<Prefilled>(count);
            int least = 0;
            for (int i = 0; i < count; i++) {
                int index = least + readSkipped(in);
                if (index > shortCount + i) throw invalid();
                Transaction transaction = Transaction.read(in);
                if (isNothing(transaction)) throw invalid();
                prefilled.add(new Prefilled(index, transaction));
                least = index + 1;
            }
            if (header.bits() == 0 || shortCount + count == 0) throw invalid();
            return new CmpctBlock(header, nonce, shortIds, prefilled);
        }

        private static boolean isNothing(Transaction transaction) {
            return transaction.inputs().isEmpty() && transaction.outputs().isEmpty();
        }

        private static ViolationException invalid() {
            return new ViolationException("invalid compact block");
        }

        @Override
        public String command() {
            return "cmpctblock";
        }

        @Override
        public void write(ByteSink out) {
            header.write(out);
            out.u64(nonce).compactSize(shortIdCount()).bytes(shortIds);
            out.compactSize(prefilled.size());
            int least = 0;
            for (Prefilled one : prefilled) {
                out.compactSize(one.index() - least).bytes(one.transaction().bytes());
                least = one.index() + 1;
            }
        }

        /** How many transactions are here by short id only. */
        public int shortIdCount() {
            return shortIds.length() / SHORT_ID_BYTES;
        }

        /** The short id at a place of their list, of 48 bits. */
        public long shortId(int index) {
            long id = 0;
            for (int i = SHORT_ID_BYTES - 1; i >= 0; i--) {
                id = id << 8 | shortIds.at(index * SHORT_ID_BYTES + i);
            }
            return id;
        }

        /**
         * What makes short ids for this block out of wtxids, with {@link #shortId(SipHash, Wtxid)}.
         */
        public SipHash secret() {
            return secret(header, nonce);
        }

        private static SipHash secret(Header header, long nonce) {
            var out = new ByteWriter(Header.BYTES + Long.BYTES);
            header.write(out);
            out.u64(nonce);
            ByteString hash = Sha256.hash(out.toByteString()).toByteString();
            return new SipHash(word(hash, 0), word(hash, Long.BYTES));
        }

        private static long word(ByteString bytes, int at) {
            long word = 0;
            for (int i = Long.BYTES - 1; i >= 0; i--) word = word << 8 | bytes.at(at + i);
            return word;
        }

        /** The short id of a transaction under the secret of a block, of 48 bits. */
        public static long shortId(SipHash secret, Wtxid wtxid) {
            return secret.hash(wtxid.hash()) & SHORT_ID_MASK;
        }
    }

    /**
     * Asks for transactions of a block.
     *
     * <pre>
     *   getblocktxn = block(32) count(compact size) skipped(compact size)*
     * </pre>
     *
     * @param indexes places in the block, 0 to 65535, each above the one before; to ask for none is
     *     a violation
     */
    record GetBlockTxn(BlockHash block, List<Integer> indexes) implements CompactBlocks {
        /**
         * @throws IllegalArgumentException if there are no indexes or they are not in order
         */
        public GetBlockTxn {
            indexes = List.copyOf(indexes);
            if (indexes.isEmpty()) throw new IllegalArgumentException("no indexes");
            int least = 0;
            for (int index : indexes) {
                Bounds.within(least, index, INDEX_MAX, "index");
                least = index + 1;
            }
        }

        static GetBlockTxn read(ByteReader in) throws MalformedException, ViolationException {
            var block = new BlockHash(Hash256.read(in));
            int count = in.count(1);
            if (count > INDEX_MAX + 1) throw new MalformedException("differential value overflow");
            if (count == 0) throw new ViolationException("getblocktxn with no transaction indexes");
            var indexes = new ArrayList<Integer>(count);
            int least = 0;
            for (int i = 0; i < count; i++) {
                int index = least + readSkipped(in);
                if (index > INDEX_MAX) throw new MalformedException("differential value overflow");
                indexes.add(index);
                least = index + 1;
            }
            return new GetBlockTxn(block, indexes);
        }

        @Override
        public String command() {
            return "getblocktxn";
        }

        @Override
        public void write(ByteSink out) {
            block.hash().write(out);
            out.compactSize(indexes.size());
            int least = 0;
            for (int index : indexes) {
                out.compactSize(index - least);
                least = index + 1;
            }
        }
    }

    /**
     * The transactions that were asked for: {@code blocktxn = block(32) count(compact size)
     * transaction*}.
     */
    record BlockTxn(BlockHash block, List<Transaction> transactions) implements CompactBlocks {
        public BlockTxn {
            transactions = List.copyOf(transactions);
        }

        static BlockTxn read(ByteReader in) throws MalformedException {
            var block = new BlockHash(Hash256.read(in));
            int count = in.count(Transaction.BYTES_MIN);
            return new BlockTxn(block, Bounds.items(in, count, Transaction::read));
        }

        @Override
        public String command() {
            return "blocktxn";
        }

        @Override
        public void write(ByteSink out) {
            block.hash().write(out);
            out.compactSize(transactions.size());
            transactions.forEach(transaction -> out.bytes(transaction.bytes()));
        }
    }

    private static int readSkipped(ByteReader in) throws MalformedException {
        int skipped = in.compactSize();
        if (skipped > INDEX_MAX) throw new MalformedException("index over 16 bits: " + skipped);
        return skipped;
    }
}
