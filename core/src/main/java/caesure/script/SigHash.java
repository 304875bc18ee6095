// SPDX-License-Identifier: BSD-2-Clause
package caesure.script;

import caesure.bytes.ByteString;
import caesure.bytes.ByteWriter;
import caesure.crypto.Hash256;
import caesure.crypto.HashWriter;
import caesure.primitives.Transaction;
import caesure.primitives.TxIn;
import caesure.primitives.TxOut;

import java.util.List;
import java.util.Optional;

/** What a signature signs: the original way, that of BIP 143 and that of BIP 341. */
public final class SigHash {
    /** Taproot only: as ALL, and the signature has no byte for it. */
    public static final int DEFAULT = 0;

    public static final int ALL = 1;
    public static final int NONE = 2;
    public static final int SINGLE = 3;
    public static final int ANYONECANPAY = 0x80;

    /** Before taproot every other number counts as ALL. */
    private static final int OUTPUT_MASK = 0x1f;

    private static final int TAPROOT_OUTPUT_MASK = 3;

    private static final ThreadLocal<HashWriter> TAPROOT = Taproot.tagged("TapSighash");

    private SigHash() {}

    /**
     * The original hash, of a copy of the transaction with most scripts blanked out.
     *
     * @param scriptCode the script that is run, from the last separator on, without the signature
     * @param hashType all 32 bits are hashed; scripts give only eight
     * @return {@link Hash256#ONE} for SINGLE without an output: a bug that has become a rule
     */
    public static Hash256 legacy(SigHashes spend, int index, ByteString scriptCode, int hashType) {
        if (isSingleWithoutOutput(spend, index, hashType)) return Hash256.ONE;
        return legacyWriter(spend, index, scriptCode, hashType).u32(hashType).sha256d();
    }

    /** The hash of BIP 143, for segwit version 0. */
    public static Hash256 segwit(SigHashes spend, int index, ByteString scriptCode, int hashType) {
        return segwitWriter(spend, index, scriptCode, hashType).u32(hashType).sha256d();
    }

    /**
     * The hash of BIP 341 for the key path, without annex.
     *
     * @return empty if the hash type is none, or SINGLE without an output
     */
    public static Optional<Hash256> taproot(SigHashes spend, int index, int hashType) {
        return taproot(spend, index, hashType, new TaprootSpend());
    }

    static boolean isSingleWithoutOutput(SigHashes spend, int index, int hashType) {
        return outputs(hashType) == SINGLE && index >= spend.transaction().outputs().size();
    }

    /** ALL, NONE or SINGLE. */
    static int outputs(int hashType) {
        int outputs = hashType & OUTPUT_MASK;
        return outputs == NONE || outputs == SINGLE ? outputs : ALL;
    }

    static boolean isAnyoneCanPay(int hashType) {
        return (hashType & ANYONECANPAY) != 0;
    }

    /** Takes in all but the hash type. */
    static HashWriter legacyWriter(
            SigHashes spend, int index, ByteString scriptCode, int hashType) {
        Transaction transaction = spend.transaction();
        var out = new HashWriter();
        out.u32(transaction.version());
        if (isAnyoneCanPay(hashType)) {
            out.compactSize(1);
            writeSignedInput(transaction.inputs().get(index), scriptCode, out);
        } else {
            ByteString blank = spend.blankInputs(outputs(hashType) == ALL);
            int from = index * SigHashes.BLANK_INPUT_BYTES;
            out.compactSize(transaction.inputs().size()).bytes(blank.slice(0, from));
            writeSignedInput(transaction.inputs().get(index), scriptCode, out);
            out.bytes(blank.slice(from + SigHashes.BLANK_INPUT_BYTES, blank.length()));
        }
        writeOutputs(spend, index, hashType, out);
        return out.u32(transaction.lockTime());
    }

    private static void writeSignedInput(TxIn input, ByteString scriptCode, HashWriter out) {
        input.previous().write(out);
        writeWithoutSeparators(scriptCode, out);
        out.u32(input.sequence());
    }

    private static void writeOutputs(SigHashes spend, int index, int hashType, HashWriter out) {
        List<TxOut> outputs = spend.transaction().outputs();
        switch (outputs(hashType)) {
            case NONE -> out.compactSize(0);
            case SINGLE -> {
                out.compactSize(index + 1L);
                for (int i = 0; i < index; i++) out.u64(-1).u8(0); // no value, no script
                outputs.get(index).write(out);
            }
            default -> out.compactSize(outputs.size()).bytes(spend.outputBytes());
        }
    }

    /**
     * Writes a script without its OP_CODESEPARATORs. What follows a broken push is left out, yet
     * its length is counted, as in Bitcoin Core: no such script succeeds, but how it fails shows.
     */
    private static void writeWithoutSeparators(ByteString script, HashWriter out) {
        var cursor = new ScriptCursor(script);
        int separators = 0;
        while (cursor.next()) {
            if (cursor.opcode() == Opcode.OP_CODESEPARATOR) separators++;
        }
        out.compactSize(script.length() - separators);
        int end = cursor.position();
        int from = 0;
        cursor.moveTo(0);
        while (separators > 0 && cursor.next()) {
            if (cursor.opcode() == Opcode.OP_CODESEPARATOR) {
                out.bytes(script.slice(from, cursor.position() - 1));
                from = cursor.position();
                separators--;
            }
        }
        out.bytes(script.slice(from, end));
    }

    /** Takes in all but the hash type. */
    static HashWriter segwitWriter(
            SigHashes spend, int index, ByteString scriptCode, int hashType) {
        Transaction transaction = spend.transaction();
        TxIn input = transaction.inputs().get(index);
        SigHashes.Segwit shared = spend.segwit();
        boolean allInputs = !isAnyoneCanPay(hashType);
        boolean allOutputs = outputs(hashType) == ALL;
        var out = new HashWriter();
        out.u32(transaction.version());
        (allInputs ? shared.prevouts() : Hash256.ZERO).write(out);
        (allInputs && allOutputs ? shared.sequences() : Hash256.ZERO).write(out);
        input.previous().write(out);
        out.varBytes(scriptCode).u64(spend.spent().get(index).valueSats()).u32(input.sequence());
        if (allOutputs) {
            shared.outputs().write(out);
        } else if (outputs(hashType) == SINGLE && index < transaction.outputs().size()) {
            hashTwice(transaction.outputs().get(index)).write(out);
        } else {
            Hash256.ZERO.write(out);
        }
        return out.u32(transaction.lockTime());
    }

    private static Hash256 hashTwice(TxOut output) {
        var writer = new HashWriter();
        output.write(writer);
        return writer.sha256d();
    }

    static Optional<Hash256> taproot(
            SigHashes spend, int index, int hashType, TaprootSpend taproot) {
        int outputs = hashType & TAPROOT_OUTPUT_MASK;
        boolean known = hashType <= SINGLE || (hashType & ~ANYONECANPAY) <= SINGLE && outputs != 0;
        List<TxOut> all = spend.transaction().outputs();
        if (!known || outputs == SINGLE && index >= all.size()) return Optional.empty();
        HashWriter out = TAPROOT.get().fork();
        out.u8(0).u8(hashType); // 0: the epoch
        out.u32(spend.transaction().version()).u32(spend.transaction().lockTime());
        SigHashes.Shared shared = spend.shared();
        if (!isAnyoneCanPay(hashType)) {
            shared.prevouts().write(out);
            spend.coins().amounts().write(out);
            spend.coins().scripts().write(out);
            shared.sequences().write(out);
        }
        if (outputs == DEFAULT || outputs == ALL) shared.outputs().write(out);
        writeTaprootInput(spend, index, hashType, taproot, out);
        if (outputs == SINGLE) taproot.outputHash(all.get(index)).write(out);
        if (taproot.leafHash().isPresent()) {
            out.bytes(taproot.leafHash().get()).u8(0).u32(taproot.separator()); // 0: key version
        }
        return Optional.of(out.sha256());
    }

    private static void writeTaprootInput(
            SigHashes spend, int index, int hashType, TaprootSpend taproot, HashWriter out) {
        int annexBit = taproot.annexHash().isPresent() ? 1 : 0;
        out.u8((taproot.leafHash().isPresent() ? 2 : 0) + annexBit);
        if (isAnyoneCanPay(hashType)) {
            TxIn input = spend.transaction().inputs().get(index);
            input.previous().write(out);
            spend.spent().get(index).write(out);
            out.u32(input.sequence());
        } else {
            out.u32(index);
        }
        if (annexBit != 0) taproot.annexHash().get().write(out);
    }

    /**
     * A script with a part cut out wherever it begins at an operation (Bitcoin Core's
     * FindAndDelete). After a cut the part is looked for at once again; inside a push it is safe,
     * and so is what only comes together through a cut.
     *
     * @return the script itself if the part is not in it
     */
    static ByteString without(ByteString script, ByteString part) {
        if (part.isEmpty()) return script;
        var cursor = new ScriptCursor(script);
        var kept = new ByteWriter(0);
        int from = 0;
        do {
            int at = cursor.position();
            if (!script.hasAt(at, part)) continue;
            kept.bytes(script.slice(from, at));
            while (script.hasAt(at, part)) at += part.length();
            from = at;
            cursor.moveTo(at);
        } while (cursor.next());
        if (from == 0) return script;
        return kept.bytes(script.slice(from, script.length())).toByteString();
    }
}
