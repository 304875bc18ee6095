// SPDX-License-Identifier: BSD-2-Clause
package caesure.primitives;

import caesure.bytes.ByteReader;
import caesure.bytes.ByteSink;
import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.bytes.MalformedException;
import caesure.crypto.Sha256;

import java.util.ArrayList;
import java.util.List;

/**
 * A transfer of coins.
 *
 * <pre>
 *   transaction = version(u32) inputs outputs lock_time(u32)
 *               | version(u32) 00 01 inputs outputs witness* lock_time(u32)     (BIP 144)
 *   inputs      = count input*        input   = outpoint script sequence(u32)
 *   outputs     = count output*       output  = value(i64) script
 *   witness     = count item*         one for each input; item, script = count byte*
 * </pre>
 */
public final class Transaction {
    /** The fewest bytes a transaction can take that parses at all. */
    public static final int BYTES_MIN = 10;

    /** How much more a byte weighs that is not witness (BIP 141). */
    public static final int WITNESS_SCALE = 4;

    private static final int WITNESS_FLAG = 1;

    private final long version;
    private final List<TxIn> inputs;
    private final List<TxOut> outputs;
    private final long lockTime;
    private final ByteString bytes;
    private final int strippedSize;
    private final Txid txid;
    private Wtxid wtxid; // when first asked for; threads that race find the same

    private Transaction(
            long version, List<TxIn> inputs, List<TxOut> outputs, long lockTime, Parts parts) {
        this.version = Uint32.require(version);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        this.lockTime = Uint32.require(lockTime);
        this.bytes = parts.all;
        if (parts.bodyEnd == 0) {
            this.strippedSize = bytes.length();
            this.txid = new Txid(Sha256.doubleHash(bytes));
        } else {
            ByteString body = bytes.slice(6, parts.bodyEnd);
            ByteString end = bytes.slice(bytes.length() - 4, bytes.length());
            this.strippedSize = 4 + body.length() + 4;
            this.txid = new Txid(Sha256.doubleHash(bytes.slice(0, 4), body, end));
        }
    }

    /**
     * The serialized whole, and where its outputs end.
     *
     * @param bodyEnd 0 when there is no witness, so that all of it is hashed for the txid
     */
    private record Parts(ByteString all, int bodyEnd) {}

    /**
     * A transaction made here and not read.
     *
     * @param version 0 to 2^32 - 1
     * @param lockTime 0 to 2^32 - 1
     */
    public static Transaction of(
            long version, List<TxIn> inputs, List<TxOut> outputs, long lockTime) {
        boolean witness = inputs.stream().anyMatch(in -> !in.witness().isEmpty());
        var out = new ByteWriter().u32(version);
        if (witness) out.u8(0).u8(WITNESS_FLAG);
        out.compactSize(inputs.size());
        inputs.forEach(in -> in.write(out));
        out.compactSize(outputs.size());
        outputs.forEach(output -> output.write(out));
        int bodyEnd = witness ? out.length() : 0;
        if (witness) inputs.forEach(in -> writeItems(in.witness(), out));
        out.u32(lockTime);
        return new Transaction(
                version, inputs, outputs, lockTime, new Parts(out.toByteString(), bodyEnd));
    }

    /**
     * Reads one transaction, with or without witness.
     *
     * @throws MalformedException if the bytes are not one: a count that does not fit, a witness
     *     that is announced but empty, an unknown extension
     */
    public static Transaction read(ByteReader in) throws MalformedException {
        int start = in.position();
        long version = in.u32();
        List<TxIn> inputs = readInputs(in);
        List<TxOut> outputs = List.of();
        int bodyEnd = 0;
        if (!inputs.isEmpty()) {
            outputs = readOutputs(in);
        } else {
            int flags = in.u8(); // 0: what looked like a flag is the number of outputs, none
            if (flags != 0) {
                inputs = readInputs(in);
                outputs = readOutputs(in);
                bodyEnd = in.position() - start;
            }
            if (flags == WITNESS_FLAG) {
                inputs = readWitnesses(inputs, in);
            } else if (flags != 0) {
                throw new MalformedException("Unknown transaction optional data " + flags);
            }
        }
        long lockTime = in.u32();
        ByteString all = in.between(start, in.position());
        return new Transaction(version, inputs, outputs, lockTime, new Parts(all, bodyEnd));
    }

    /** Reads bytes that hold one transaction and nothing else. */
    public static Transaction parse(ByteString bytes) throws MalformedException {
        ByteReader in = bytes.reader();
        Transaction transaction = read(in);
        in.end();
        return transaction;
    }

    /**
     * Reads bytes as they were meant before BIP 144: a transaction without inputs is one, and no
     * zero is a mark. Only half made transactions need that.
     */
    public static Transaction parseWithoutWitness(ByteString bytes) throws MalformedException {
        ByteReader in = bytes.reader();
        long version = in.u32();
        List<TxIn> inputs = readInputs(in);
        List<TxOut> outputs = readOutputs(in);
        long lockTime = in.u32();
        in.end();
        return new Transaction(version, inputs, outputs, lockTime, new Parts(bytes, 0));
    }

    private static List<TxIn> readInputs(ByteReader in) throws MalformedException {
        int count = in.count(TxIn.BYTES_MIN);
        var inputs = new ArrayList<TxIn>(count);
        for (int i = 0; i < count; i++) {
            inputs.add(new TxIn(OutPoint.read(in), in.varBytes(), in.u32(), List.of()));
        }
        return inputs;
    }

    private static List<TxOut> readOutputs(ByteReader in) throws MalformedException {
        int count = in.count(TxOut.BYTES_MIN);
        var outputs = new ArrayList<TxOut>(count);
        for (int i = 0; i < count; i++) outputs.add(TxOut.read(in));
        return outputs;
    }

    private static List<TxIn> readWitnesses(List<TxIn> inputs, ByteReader in)
            throws MalformedException {
        var complete = new ArrayList<TxIn>(inputs.size());
        boolean any = false;
        for (TxIn input : inputs) {
            List<ByteString> items = readItems(in);
            any |= !items.isEmpty();
            complete.add(items.isEmpty() ? input : input.with(items));
        }
        if (!any) throw new MalformedException("Superfluous witness record");
        return complete;
    }

    /** Reads the witness of one input: a count and as many items. */
    public static List<ByteString> readItems(ByteReader in) throws MalformedException {
        int count = in.count(1);
        if (count == 0) return List.of();
        var items = new ArrayList<ByteString>(count);
        for (int i = 0; i < count; i++) items.add(in.varBytes());
        return items;
    }

    private static void writeItems(List<ByteString> items, ByteSink out) {
        out.compactSize(items.size());
        items.forEach(out::varBytes);
    }

    /** 0 to 2^32 - 1; 2 and more means that relative lock times count (BIP 68). */
    public long version() {
        return version;
    }

    public List<TxIn> inputs() {
        return inputs;
    }

    public List<TxOut> outputs() {
        return outputs;
    }

    /** A height below 500,000,000, a time in seconds from there on; 0 to 2^32 - 1. */
    public long lockTime() {
        return lockTime;
    }

    public Txid txid() {
        return txid;
    }

    public Wtxid wtxid() {
        if (wtxid == null) {
            wtxid = new Wtxid(hasWitness() ? Sha256.doubleHash(bytes) : txid.hash());
        }
        return wtxid;
    }

    /** Whether any input has a witness. */
    public boolean hasWitness() {
        return bytes.length() != strippedSize;
    }

    /** Whether this makes coins from nothing: one input, which names no coin. */
    public boolean isCoinbase() {
        return inputs.size() == 1 && inputs.getFirst().previous().isNull();
    }

    /** The serialized whole, with witness. */
    public ByteString bytes() {
        return bytes;
    }

    /** Bytes with witness. */
    public int size() {
        return bytes.length();
    }

    /** Bytes without witness. */
    public int strippedSize() {
        return strippedSize;
    }

    /** In weight units: three times the bytes without witness, plus the bytes with it (BIP 141). */
    public int weight() {
        return strippedSize * (WITNESS_SCALE - 1) + size();
    }

    /** Writes all but the witness: what the txid is the hash of. */
    public void writeStripped(ByteSink out) {
        out.u32(version).compactSize(inputs.size());
        inputs.forEach(in -> in.write(out));
        out.compactSize(outputs.size());
        outputs.forEach(output -> output.write(out));
        out.u32(lockTime);
    }

    /** Equal bytes, witness included. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Transaction that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return txid.hashCode();
    }

    @Override
    public String toString() {
        return "transaction " + txid;
    }
}
