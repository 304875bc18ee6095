// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.Sha256;
import caesure.primitives.OutPoint;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;
import caesure.primitives.Txid;
import caesure.testkit.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The fast way of hashing beside the plain one: a changed copy of the transaction. */
class SigHashTest {
    @Test
    void legacyHashesAreThoseOfAChangedCopy() {
        Property.forAll(
                500,
                random -> {
                    SigHashes spend = spend(random);
                    int index = random.nextInt(spend.spent().size());
                    ByteString code = code(random);
                    int hashType = random.nextInt();
                    assertEquals(
                            plain(spend.transaction(), index, code, hashType),
                            SigHash.legacy(spend, index, code, hashType));
                });
    }

    @Test
    void theCacheChangesNothing() {
        Property.forAll(
                200,
                random -> {
                    SigHashes spend = spend(random);
                    int index = random.nextInt(spend.spent().size());
                    boolean segwit = random.nextBoolean();
                    var version = segwit ? SigVersion.WITNESS_V0 : SigVersion.BASE;
                    var cache = new SigHashCache(spend, index);
                    List<ByteString> codes = List.of(code(random), code(random));
                    for (int i = 0; i < 40; i++) {
                        ByteString code = codes.get(random.nextInt(2));
                        int hashType = random.nextInt(256);
                        Hash256 fresh =
                                segwit
                                        ? SigHash.segwit(spend, index, code, hashType)
                                        : SigHash.legacy(spend, index, code, hashType);
                        assertEquals(fresh, cache.hash(code, hashType, version));
                    }
                });
    }

    @Test
    void separatorsAreNotSigned() {
        SigHashes spend = Run.spend();
        assertEquals(
                SigHash.legacy(spend, 0, ByteString.of(0x51, 0x01, 0xab, 0x52), 1),
                SigHash.legacy(
                        spend,
                        0,
                        ByteString.of(0xab, 0x51, 0xab, 0x01, 0xab, 0xab, 0x52, 0xab),
                        1));
    }

    private static SigHashes spend(SplittableRandom random) {
        var inputs = new ArrayList<TxIn>();
        var coins = new ArrayList<TxOut>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var previous = new OutPoint(new Txid(Hash256.of(bytes(random, 32).toArray())), i);
            long sequence = random.nextInt() & 0xffff_ffffL;
            inputs.add(new TxIn(previous, bytes(random, 5), sequence, List.of()));
            coins.add(new TxOut(random.nextInt(), bytes(random, 20)));
        }
        var outputs = new ArrayList<TxOut>();
        for (int i = random.nextInt(4); i > 0; i--) {
            outputs.add(new TxOut(random.nextLong(), bytes(random, random.nextInt(300))));
        }
        long version = random.nextInt() & 0xffff_ffffL;
        return SigHashes.of(
                Transaction.of(version, inputs, outputs, random.nextInt() & 0xffffL), coins);
    }

    private static ByteString code(SplittableRandom random) {
        var code = new ScriptBuilder();
        for (int i = random.nextInt(10); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                code.push(bytes(random, random.nextInt(100)));
            } else {
                code.op(random.nextBoolean() ? Opcode.OP_CODESEPARATOR : Opcode.OP_CHECKSIG);
            }
        }
        return code.build();
    }

    private static ByteString bytes(SplittableRandom random, int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return ByteString.wrap(bytes);
    }

    /** As the first client did it: blank, copy, cut, hash. */
    private static Hash256 plain(Transaction whole, int index, ByteString code, int hashType) {
        int kind = hashType & 0x1f;
        if (kind == SigHash.SINGLE && index >= whole.outputs().size()) return Hash256.ONE;
        var inputs = new ArrayList<TxIn>();
        for (int i = 0; i < whole.inputs().size(); i++) {
            TxIn in = whole.inputs().get(i);
            boolean own = i == index;
            boolean keeps = own || kind != SigHash.NONE && kind != SigHash.SINGLE;
            ByteString script = own ? withoutSeparators(code) : ByteString.EMPTY;
            inputs.add(new TxIn(in.previous(), script, keeps ? in.sequence() : 0, List.of()));
        }
        List<TxOut> outputs = whole.outputs();
        if (kind == SigHash.NONE) outputs = List.of();
        if (kind == SigHash.SINGLE) {
            outputs = new ArrayList<>();
            for (int i = 0; i < index; i++) outputs.add(new TxOut(-1, ByteString.EMPTY));
            outputs.add(whole.outputs().get(index));
        }
        boolean alone = (hashType & SigHash.ANYONECANPAY) != 0;
        List<TxIn> kept = alone ? List.of(inputs.get(index)) : inputs;
        Transaction copy = Transaction.of(whole.version(), kept, outputs, whole.lockTime());
        var out = new ByteWriter();
        copy.writeStripped(out);
        return Sha256.doubleHash(out.u32(hashType).toByteString());
    }

    private static ByteString withoutSeparators(ByteString code) {
        return SigHash.without(code, ByteString.of(Opcode.OP_CODESEPARATOR));
    }
}
